# bash completion for clustertool; made by npm run build.
# Each of these says what can be offered: words, or with @ a kind of what clustertool knows. Fails for another word.
_clustertool_names() {
  case $1 in
    '') takes='add-node apply backup big-keys call check compare completion config control create cutover del-node failover fix history import info local map metrics profile rebalance replace replicate report reshard restore resume roll set-timeout shim slot spread undo verify wait watch --help --version' ;;
    config) takes='get set' ;;
    local) takes='clean start status stop' ;;
    profile) takes='list show test' ;;
    *) return 1 ;;
  esac
}
_clustertool_flags() {
  case $1 in
    'add-node') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --replica --primary-id --help' ;;
    'apply') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --force --progress --on-done --rate --throttle --window-of --max-pause --window --pipeline --parallel --help' ;;
    'call') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --only-primaries --only-replicas --node --stdin -x --help' ;;
    'backup') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --from-replicas --replace --allow-incomplete --parallel --silence-timeout --progress --on-done --help' ;;
    'big-keys') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --wide --top --at-least --rate --replicas --delimiter --depth --resume --progress --help' ;;
    'check') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --wide --quiet --search-multiple-owners --strict --fail-on --ignore --help' ;;
    'config get') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --strict --help' ;;
    'config set') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --no-rewrite --help' ;;
    'compare') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --from-user --from-pass --from-askpass --from-tls --from-cacert --from-cert --from-key --from-sni --from-insecure --db --keys --lag --fix --yes --rate --quiet --timeout --patience --load-timeout --server --progress --help' ;;
    'cutover') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --check-sample --on-ready --then --hold --yes --help' ;;
    'completion') takes='--help' ;;
    'control') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --timeout --help' ;;
    'create') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --replicas --zone --allow-fewer-primaries --join-timeout --yes --dry-run --on-done --out --force --help' ;;
    'del-node') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --method --parallel --window --max-pause --pipeline --rate --throttle --window-of --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --drain --help' ;;
    'failover') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --of --host --back --takeover --help' ;;
    'fix') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --window --max-pause --pipeline --rate --throttle --window-of --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --search-multiple-owners --fix-with-unreachable-masters --accept-data-loss --help' ;;
    'history') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --follow --dismiss --help' ;;
    'import') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --from --from-user --from-pass --from-askpass --from-tls --from-cacert --from-cert --from-key --from-sni --from-insecure --db --quiet --replace --skip-existing --way --max-pause --pipeline --timeout --patience --load-timeout --server --rate --dry-run --progress --on-done --move --yes --follow --from-primary --spool --spool-limit --ready-below --help' ;;
    'info') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --wide --slots --top --by --load-time --sample --help' ;;
    'local clean'|'local status'|'local stop') takes='--json --dir --help' ;;
    'local start') takes='--json --nodes --replicas --port --server --servers --tls --password --acl --zones --dir --help' ;;
    'map') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --wide --by --sample --svg --force --help' ;;
    'metrics') takes='--user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --listen --textfile --label --timeout --help' ;;
    'profile list'|'profile show') takes='--json --help' ;;
    'profile test'|'set-timeout') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --help' ;;
    'rebalance') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --rate --throttle --window-of --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --map --weight --use-empty-primaries --threshold --by --load-time --sample --simulate --help' ;;
    'replace') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --with --keep-role --help' ;;
    'replicate') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --of --balance --help' ;;
    'report') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --out --force --big-keys --scan-time --slow-log --help' ;;
    'reshard') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --rate --throttle --window-of --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --map --from --to --slots --slot-ranges --help' ;;
    'restore') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --replace --skip-existing --way --max-pause --pipeline --timeout --patience --load-timeout --server --rate --dry-run --progress --on-done --allow-incomplete --help' ;;
    'resume') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --force --progress --on-done --conflicts --rate --throttle --window-of --max-pause --window --pipeline --parallel --operation --help' ;;
    'roll') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --restart --version-to --only --back --pause --timeout --help' ;;
    'shim') takes='--json --name --force --help' ;;
    'slot') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --node --hex --help' ;;
    'spread') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --for --help' ;;
    'undo') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --rate --throttle --window-of --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --on-done --join-timeout --operation --help' ;;
    'verify') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --load-timeout --server --patience --progress --allow-incomplete --help' ;;
    'wait') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --for --timeout --progress --help' ;;
    'watch') takes='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --zone --interval --once --help' ;;
    *) return 1 ;;
  esac
}
_clustertool_takes() {
  case $1 in
    *' --user'|*' --pass'|*' -a'|*' --cacert'|*' --cacertdir'|*' --cert'|*' --key'|*' --sni'|*' --tls-ciphers'|*' --tls-ciphersuites'|*' --connect-timeout'|*' --command-timeout'|*' --address-map'|*' --zone'|*' --out'|*' --on-done'|*' --join-timeout'|*' --rate'|*' --throttle'|*' --window-of'|*' --max-pause'|*' --window'|*' --pipeline'|*' --parallel'|*' --silence-timeout'|*' --top'|*' --at-least'|'create --replicas'|'local start --replicas'|*' --delimiter'|*' --depth'|*' --fail-on'|*' --ignore'|*' --from-user'|*' --from-pass'|*' --from-cacert'|*' --from-cert'|*' --from-key'|*' --from-sni'|*' --db'|*' --keys'|*' --lag'|*' --timeout'|*' --patience'|*' --load-timeout'|*' --server'|*' --check-sample'|*' --on-ready'|*' --hold'|*' --host'|*' --spool'|*' --spool-limit'|*' --ready-below'|'reshard --slots'|*' --load-time'|*' --sample'|*' --dir'|*' --nodes'|*' --port'|*' --servers'|*' --password'|*' --zones'|*' --svg'|*' --listen'|*' --textfile'|*' --label'|*' --weight'|*' --threshold'|*' --scan-time'|*' --slot-ranges'|*' --restart'|*' --version-to'|*' --pause'|'wait --for'|*' --interval') takes='' ;;
    *' --progress') takes='auto plain ndjson none' ;;
    *' --primary-id'|'call --node'|*' --of'|'reshard --from'|*' --to'|*' --only') takes='@member' ;;
    'slot --node'|'import --from'|*' --with') takes='@node' ;;
    *' --then') takes='unpause readonly shutdown' ;;
    *' --method') takes='auto atomic keys' ;;
    *' --conflicts') takes='stop keep-owner keep-other' ;;
    *' --dismiss'|*' --operation') takes='@operation' ;;
    *' --way') takes='auto migrate stream' ;;
    'info --by') takes='keys memory ops cpu network' ;;
    'map --by') takes='owner keys memory ops' ;;
    'rebalance --by') takes='slots keys memory ops cpu network' ;;
    *' --name') takes='redis-cli valkey-cli redis-trib redis-trib.rb' ;;
    'spread --for') takes='hosts zones' ;;
    *) return 1 ;;
  esac
}
_clustertool_arguments() {
  case $1 in
    'add-node '*|'apply 2'|'call 1'|'backup 1'|'big-keys 1'|'check 1'|'config get 1'|'config set 1'|'compare 1'|'compare 2'|'del-node 1'|'failover 1'|'fix 1'|'history 1'|'import 1'|'info 1'|'map 1'|'metrics 1'|'rebalance 1'|'replace 1'|'replicate 1'|'report 1'|'reshard 1'|'restore 2'|'resume 1'|'roll 1'|'set-timeout 1'|'spread 1'|'undo 1'|'verify 2'|'wait 1'|'watch 1') takes='@node' ;;
    'cutover 1'|'control 1') takes='@control-first' ;;
    'completion 1') takes='bash zsh fish' ;;
    'control 2') takes='@control-second' ;;
    'control '*) takes='@control-more' ;;
    'del-node '*|'failover '*|'replace '*|'replicate '*) takes='@member' ;;
    'profile show 1'|'profile test 1') takes='@profile' ;;
    *) return 1 ;;
  esac
}
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
