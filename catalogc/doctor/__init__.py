"""What a catalog relies on outside of it: tools, git, Argo CD's and Backstage's settings."""
