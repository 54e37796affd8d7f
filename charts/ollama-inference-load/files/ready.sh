# Ready means: the server knows every model and, with $PRELOAD, has the first of them in memory.
is_present "$MODEL" || exit 1
while read -r name _; do
  is_present "$name" </dev/null || exit 1
done <<END
$MODELS
END
[ "$PRELOAD" != true ] || { [ -e "$mark" ] && is_in_memory "$MODEL"; }
