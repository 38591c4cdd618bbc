# bash completion for clustertool; made by npm run build.
_clustertool() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local command=${COMP_WORDS[1]} position=1 words
  # An = is a word of its own.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then COMPREPLY=($(compgen -W 'add-node apply backup call check completion config create del-node failover fix history import info local profile rebalance reshard restore resume roll set-timeout shim slot undo verify wait --help --version' -- "$current")); return; fi
  case $command in
    config)
      if (( COMP_CWORD == 2 )); then COMPREPLY=($(compgen -W 'get set' -- "$current")); return; fi
      command="$command ${COMP_WORDS[2]}" position=2 ;;
    local)
      if (( COMP_CWORD == 2 )); then COMPREPLY=($(compgen -W 'clean start status stop' -- "$current")); return; fi
      command="$command ${COMP_WORDS[2]}" position=2 ;;
    profile)
      if (( COMP_CWORD == 2 )); then COMPREPLY=($(compgen -W 'list show test' -- "$current")); return; fi
      command="$command ${COMP_WORDS[2]}" position=2 ;;
  esac
  # No words: a value that only the user knows, or a file.
  case "$command $previous" in
    *' --user'|*' --pass'|*' -a'|*' --cacert'|*' --cacertdir'|*' --cert'|*' --key'|*' --sni'|*' --tls-ciphers'|*' --tls-ciphersuites'|*' --connect-timeout'|*' --command-timeout'|*' --address-map'|*' --out'|*' --join-timeout'|*' --primary-id'|*' --parallel'|*' --silence-timeout'|*' --fail-on'|*' --ignore'|*' --replicas'|*' --zone'|*' --window'|*' --max-pause'|*' --pipeline'|*' --timeout'|*' --of'|*' --host'|*' --dismiss'|*' --from'|*' --from-user'|*' --from-pass'|*' --from-cacert'|*' --from-cert'|*' --from-key'|*' --from-sni'|*' --db'|*' --patience'|*' --load-timeout'|*' --server'|*' --dir'|*' --nodes'|*' --port'|*' --servers'|*' --password'|*' --zones'|*' --weight'|*' --threshold'|*' --to'|*' --slots'|*' --slot-ranges'|*' --operation'|*' --restart'|*' --version-to'|*' --only'|*' --pause'|*' --node'|*' --for') COMPREPLY=($(compgen -W '' -- "$current")); return ;;
    *' --progress') COMPREPLY=($(compgen -W 'auto plain ndjson none' -- "$current")); return ;;
    *' --method') COMPREPLY=($(compgen -W 'auto atomic keys' -- "$current")); return ;;
    *' --conflicts') COMPREPLY=($(compgen -W 'stop keep-owner keep-other' -- "$current")); return ;;
    *' --way') COMPREPLY=($(compgen -W 'auto migrate stream' -- "$current")); return ;;
    *' --name') COMPREPLY=($(compgen -W 'redis-cli valkey-cli redis-trib redis-trib.rb' -- "$current")); return ;;
  esac
  case $command in
    'add-node') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --replica --primary-id --help' ;;
    'apply') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --force --progress --help' ;;
    'call') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --only-primaries --only-replicas --stdin -x --help' ;;
    'backup') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --from-replicas --replace --allow-incomplete --parallel --silence-timeout --progress --help' ;;
    'check') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --wide --quiet --search-multiple-owners --strict --fail-on --ignore --help' ;;
    'config get') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --strict --help' ;;
    'config set') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --no-rewrite --help' ;;
    'completion') words=' --help' ;;
    'create') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --replicas --zone --allow-fewer-primaries --join-timeout --yes --dry-run --out --force --help' ;;
    'del-node') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --drain --help' ;;
    'failover') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --of --host --back --takeover --help' ;;
    'fix') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --window --max-pause --pipeline --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --search-multiple-owners --fix-with-unreachable-masters --accept-data-loss --help' ;;
    'history') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --dismiss --help' ;;
    'import') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --from --from-user --from-pass --from-askpass --from-tls --from-cacert --from-cert --from-key --from-sni --from-insecure --db --quiet --replace --skip-existing --way --max-pause --pipeline --timeout --patience --load-timeout --server --dry-run --progress --move --yes --help' ;;
    'info') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --wide --help' ;;
    'local clean') words='--json --dir --help' ;;
    'local start') words='--json --nodes --replicas --port --server --servers --tls --password --acl --zones --dir --help' ;;
    'local status') words='--json --dir --help' ;;
    'local stop') words='--json --dir --help' ;;
    'profile list') words='--json --help' ;;
    'profile show') words='--json --help' ;;
    'profile test') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --help' ;;
    'rebalance') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --weight --use-empty-primaries --threshold --simulate --help' ;;
    'reshard') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --from --to --slots --slot-ranges --help' ;;
    'restore') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --replace --skip-existing --way --max-pause --pipeline --timeout --patience --load-timeout --server --dry-run --progress --allow-incomplete --help' ;;
    'resume') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --force --progress --operation --help' ;;
    'roll') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --restart --version-to --only --back --pause --timeout --help' ;;
    'set-timeout') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --help' ;;
    'shim') words='--json --name --force --help' ;;
    'slot') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --node --hex --help' ;;
    'undo') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --method --parallel --window --max-pause --pipeline --timeout --replace --allow-big-keys --conflicts --quiet --verbose --yes --dry-run --out --force --progress --join-timeout --operation --help' ;;
    'verify') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --quiet --load-timeout --server --patience --progress --allow-incomplete --help' ;;
    'wait') words='--json --user --pass -a --askpass --tls --cacert --cacertdir --cert --key --sni --insecure --tls-ciphers --tls-ciphersuites --connect-timeout --command-timeout --address-map --for --timeout --progress --help' ;;
    *) return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
  (( COMP_CWORD == position + 1 )) || return
  case $command in
    'completion') COMPREPLY=($(compgen -W 'bash zsh fish' -- "$current")) ;;
  esac
}
complete -o default -F _clustertool clustertool
