# bash completion for clustertool; made by npm run build.
_clustertool() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command=${COMP_WORDS[1]} position=1 words
  # An = is a word of its own.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W 'add-node apply check completion create del-node fix history info local rebalance reshard resume shim slot undo --help --version' -- "$current"))
    return
  fi
  case $command in
    local)
      if (( COMP_CWORD == 2 )); then
        COMPREPLY=($(compgen -W 'clean start status stop' -- "$current"))
        return
      fi
      command="$command ${COMP_WORDS[2]}" position=2 ;;
  esac
  # No words: a value that only the user knows, or a file.
  case "$command $previous" in
    'add-node --user'|\
    'add-node --pass'|'add-node -a'|\
    'add-node --cacert'|\
    'add-node --cacertdir'|\
    'add-node --cert'|\
    'add-node --key'|\
    'add-node --sni'|\
    'add-node --tls-ciphers'|\
    'add-node --tls-ciphersuites'|\
    'add-node --connect-timeout'|\
    'add-node --command-timeout'|\
    'add-node --address-map'|\
    'add-node --out'|\
    'add-node --join-timeout'|\
    'add-node --master-id'|\
    'apply --user'|\
    'apply --pass'|'apply -a'|\
    'apply --cacert'|\
    'apply --cacertdir'|\
    'apply --cert'|\
    'apply --key'|\
    'apply --sni'|\
    'apply --tls-ciphers'|\
    'apply --tls-ciphersuites'|\
    'apply --connect-timeout'|\
    'apply --command-timeout'|\
    'apply --address-map'|\
    'check --user'|\
    'check --pass'|'check -a'|\
    'check --cacert'|\
    'check --cacertdir'|\
    'check --cert'|\
    'check --key'|\
    'check --sni'|\
    'check --tls-ciphers'|\
    'check --tls-ciphersuites'|\
    'check --connect-timeout'|\
    'check --command-timeout'|\
    'check --address-map'|\
    'create --user'|\
    'create --pass'|'create -a'|\
    'create --cacert'|\
    'create --cacertdir'|\
    'create --cert'|\
    'create --key'|\
    'create --sni'|\
    'create --tls-ciphers'|\
    'create --tls-ciphersuites'|\
    'create --connect-timeout'|\
    'create --command-timeout'|\
    'create --address-map'|\
    'create --replicas'|\
    'create --zone'|\
    'create --join-timeout'|\
    'create --out'|\
    'del-node --user'|\
    'del-node --pass'|'del-node -a'|\
    'del-node --cacert'|\
    'del-node --cacertdir'|\
    'del-node --cert'|\
    'del-node --key'|\
    'del-node --sni'|\
    'del-node --tls-ciphers'|\
    'del-node --tls-ciphersuites'|\
    'del-node --connect-timeout'|\
    'del-node --command-timeout'|\
    'del-node --address-map'|\
    'del-node --parallel'|\
    'del-node --window'|\
    'del-node --max-pause'|\
    'del-node --pipeline'|\
    'del-node --timeout'|\
    'del-node --out'|\
    'del-node --join-timeout'|\
    'fix --user'|\
    'fix --pass'|'fix -a'|\
    'fix --cacert'|\
    'fix --cacertdir'|\
    'fix --cert'|\
    'fix --key'|\
    'fix --sni'|\
    'fix --tls-ciphers'|\
    'fix --tls-ciphersuites'|\
    'fix --connect-timeout'|\
    'fix --command-timeout'|\
    'fix --address-map'|\
    'fix --window'|\
    'fix --max-pause'|\
    'fix --pipeline'|\
    'fix --timeout'|\
    'fix --out'|\
    'fix --join-timeout'|\
    'history --user'|\
    'history --pass'|'history -a'|\
    'history --cacert'|\
    'history --cacertdir'|\
    'history --cert'|\
    'history --key'|\
    'history --sni'|\
    'history --tls-ciphers'|\
    'history --tls-ciphersuites'|\
    'history --connect-timeout'|\
    'history --command-timeout'|\
    'history --address-map'|\
    'info --user'|\
    'info --pass'|'info -a'|\
    'info --cacert'|\
    'info --cacertdir'|\
    'info --cert'|\
    'info --key'|\
    'info --sni'|\
    'info --tls-ciphers'|\
    'info --tls-ciphersuites'|\
    'info --connect-timeout'|\
    'info --command-timeout'|\
    'info --address-map'|\
    'local clean --dir'|\
    'local start --nodes'|\
    'local start --replicas'|\
    'local start --port'|\
    'local start --server'|\
    'local start --dir'|\
    'local status --dir'|\
    'local stop --dir'|\
    'rebalance --user'|\
    'rebalance --pass'|'rebalance -a'|\
    'rebalance --cacert'|\
    'rebalance --cacertdir'|\
    'rebalance --cert'|\
    'rebalance --key'|\
    'rebalance --sni'|\
    'rebalance --tls-ciphers'|\
    'rebalance --tls-ciphersuites'|\
    'rebalance --connect-timeout'|\
    'rebalance --command-timeout'|\
    'rebalance --address-map'|\
    'rebalance --parallel'|\
    'rebalance --window'|\
    'rebalance --max-pause'|\
    'rebalance --pipeline'|\
    'rebalance --timeout'|\
    'rebalance --out'|\
    'rebalance --join-timeout'|\
    'rebalance --weight'|\
    'rebalance --threshold'|\
    'reshard --user'|\
    'reshard --pass'|'reshard -a'|\
    'reshard --cacert'|\
    'reshard --cacertdir'|\
    'reshard --cert'|\
    'reshard --key'|\
    'reshard --sni'|\
    'reshard --tls-ciphers'|\
    'reshard --tls-ciphersuites'|\
    'reshard --connect-timeout'|\
    'reshard --command-timeout'|\
    'reshard --address-map'|\
    'reshard --parallel'|\
    'reshard --window'|\
    'reshard --max-pause'|\
    'reshard --pipeline'|\
    'reshard --timeout'|\
    'reshard --out'|\
    'reshard --join-timeout'|\
    'reshard --from'|\
    'reshard --to'|\
    'reshard --slots'|\
    'reshard --slot-ranges'|\
    'resume --user'|\
    'resume --pass'|'resume -a'|\
    'resume --cacert'|\
    'resume --cacertdir'|\
    'resume --cert'|\
    'resume --key'|\
    'resume --sni'|\
    'resume --tls-ciphers'|\
    'resume --tls-ciphersuites'|\
    'resume --connect-timeout'|\
    'resume --command-timeout'|\
    'resume --address-map'|\
    'slot --user'|\
    'slot --pass'|'slot -a'|\
    'slot --cacert'|\
    'slot --cacertdir'|\
    'slot --cert'|\
    'slot --key'|\
    'slot --sni'|\
    'slot --tls-ciphers'|\
    'slot --tls-ciphersuites'|\
    'slot --connect-timeout'|\
    'slot --command-timeout'|\
    'slot --address-map'|\
    'slot --node'|\
    'undo --user'|\
    'undo --pass'|'undo -a'|\
    'undo --cacert'|\
    'undo --cacertdir'|\
    'undo --cert'|\
    'undo --key'|\
    'undo --sni'|\
    'undo --tls-ciphers'|\
    'undo --tls-ciphersuites'|\
    'undo --connect-timeout'|\
    'undo --command-timeout'|\
    'undo --address-map'|\
    'undo --parallel'|\
    'undo --window'|\
    'undo --max-pause'|\
    'undo --pipeline'|\
    'undo --timeout'|\
    'undo --out'|\
    'undo --join-timeout'|\
    'undo --operation')
      COMPREPLY=($(compgen -W '' -- "$current")); return ;;
    'add-node --progress'|\
    'apply --progress'|\
    'del-node --progress'|\
    'fix --progress'|\
    'rebalance --progress'|\
    'reshard --progress'|\
    'resume --progress'|\
    'undo --progress')
      COMPREPLY=($(compgen -W 'auto plain ndjson none' -- "$current")); return ;;
    'del-node --method'|\
    'rebalance --method'|\
    'reshard --method'|\
    'undo --method')
      COMPREPLY=($(compgen -W 'auto atomic keys' -- "$current")); return ;;
    'shim --name')
      COMPREPLY=($(compgen -W 'redis-cli valkey-cli redis-trib redis-trib.rb' -- "$current")); return ;;
  esac
  case $command in
    'add-node') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --yes --dry-run --out --force --progress --join-timeout --slave --master-id --help' ;;
    'apply') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --yes --dry-run --force --progress --help' ;;
    'check') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --search-multiple-owners --strict --help' ;;
    'completion') words=' --help' ;;
    'create') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --replicas --zone --allow-fewer-primaries --join-timeout --yes --dry-run --out --force --help' ;;
    'del-node') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --yes --dry-run --out --force --progress --join-timeout --drain --help' ;;
    'fix') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --window --max-pause --pipeline --timeout --replace --allow-big-keys --yes --dry-run --out --force --progress --join-timeout --search-multiple-owners --fix-with-unreachable-masters --accept-data-loss --help' ;;
    'history') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --help' ;;
    'info') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --help' ;;
    'local clean') words='--json --dir --help' ;;
    'local start') words='--json --nodes --replicas --port --server --dir --help' ;;
    'local status') words='--json --dir --help' ;;
    'local stop') words='--json --dir --help' ;;
    'rebalance') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --yes --dry-run --out --force --progress --join-timeout --weight --use-empty-primaries --threshold --simulate --help' ;;
    'reshard') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --yes --dry-run --out --force --progress --join-timeout --from --to --slots --slot-ranges --help' ;;
    'resume') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --yes --dry-run --force --progress --help' ;;
    'shim') words='--json --name --force --help' ;;
    'slot') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --node --hex --help' ;;
    'undo') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --yes --dry-run --out --force --progress --join-timeout --operation --help' ;;
    *) return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  elif [[ $command == 'completion' ]] && (( COMP_CWORD == position + 1 )); then
    COMPREPLY=($(compgen -W 'bash zsh fish' -- "$current"))
  fi
}
complete -o default -F _clustertool clustertool
