# Offers what clustertool knows of a kind, and files if that is nothing.
_clustertool_known() {
  local -a found
  local line node=
  if (( CURRENT > 2 )) && [[ $words[2] != -* ]]; then node=$words[2]; fi
  for line in "${(@f)$("$program" complete $1 "$PREFIX" "$node" 2>/dev/null)}"; do
    if [[ -n $line ]]; then found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"); fi
  done
  # A value follows names with =.
  if [[ ${found[1]} == [a-z-]#=:* ]]; then _describe -V $1 found -S ''
  else _describe -V $1 found || _files
  fi
}
