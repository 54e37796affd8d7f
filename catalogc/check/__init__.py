"""Stage 4: releases in, findings about them out."""
