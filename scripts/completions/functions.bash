# Offers what begins with the end of the current word; $1: what is before that end.
_clustertool_offer() {
  local word about break
  case $takes in
    @*)
      while IFS=$'\t' read -r word about; do COMPREPLY+=("$1$word"); done \
        < <("$program" complete "${takes#@}" "${current#"$1"}" "$node" 2>/dev/null) ;;
    *)
      for word in $takes; do
        if [[ $1$word == "$current"* ]]; then COMPREPLY+=("$1$word"); fi
      done ;;
  esac
  # bash replaces only what follows the last character at which it splits words.
  break=${COMP_WORDBREAKS//@}
  break=${current%"${current##*["$break"]}"}
  COMPREPLY=("${COMPREPLY[@]#"$break"}")
  # A value follows.
  if [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}
# The words up to the current one. bash splits them also at : and =; parts without a space between them are one word.
_clustertool_words() {
  local i word rest=$COMP_LINE
  for (( i = 0; i <= COMP_CWORD; i++ )); do
    word=${COMP_WORDS[i]}
    if (( i == 0 )) || [[ $rest == [[:space:]]* ]]; then words+=("$word")
    else words[${#words[@]}-1]+=$word
    fi
    rest=${rest#"${rest%%[![:space:]]*}"}
    rest=${rest#"$word"}
  done
}
# Which argument of the command the current word is.
_clustertool_place() {
  local i place=1
  for (( i = start; i < at; i++ )); do
    if [[ ${words[i]} != -* ]]; then (( place++ ))
    elif _clustertool_takes "$command ${words[i]}"; then (( i++ ))
    fi
  done
  echo "$place"
}
_clustertool() {
  local words=() takes= node= start=2
  COMPREPLY=()
  _clustertool_words
  local program=${words[0]/#\~\//$HOME/} command=${words[1]} at=$(( ${#words[@]} - 1 ))
  local current=${words[at]}
  if (( at == 1 )); then _clustertool_names ''; _clustertool_offer; return; fi
  if _clustertool_names "$command"; then
    if (( at == 2 )); then _clustertool_offer; return; fi
    command="$command ${words[2]}" start=3
  fi
  if (( at > start )) && [[ ${words[start]} != -* ]]; then node=${words[start]}; fi
  if [[ $current == --*=* ]]; then
    if _clustertool_takes "$command ${current%%=*}"; then _clustertool_offer "${current%%=*}="; fi
  elif (( at > start )) && _clustertool_takes "$command ${words[at-1]}"; then _clustertool_offer
  elif [[ $current == -* ]]; then
    if _clustertool_flags "$command"; then _clustertool_offer; fi
  elif _clustertool_arguments "$command $(_clustertool_place)"; then _clustertool_offer
  fi
}
# Before version 4.4, bash sorts what is offered.
complete -o default -o nosort -F _clustertool clustertool 2>/dev/null || complete -o default -F _clustertool clustertool
