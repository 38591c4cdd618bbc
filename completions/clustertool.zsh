#compdef clustertool
# zsh completion for clustertool; made by npm run build.
_clustertool() {
  local -a names
  if (( CURRENT == 2 )); then
    names=(
      'add-node:Make nodes members of a cluster, as primaries without slots or as replicas'
      'apply:Carry out a plan that was saved with --out'
      'backup:Save an RDB file of every primary, and what the cluster looks like'
      'call:Send one command to all nodes'
      'check:Check a cluster\: coverage, agreement, open slots, replication, placement'
      'completion:Print a script that completes commands and flags in a shell'
      'config:Read and change settings of all nodes'
      'create:Make a cluster of empty nodes'
      'del-node:Remove nodes from a cluster, dead ones too'
      'fix:Repair a cluster'
      'history:List what was done to a cluster from this machine'
      'import:Bring the keys of a server, a Sentinel group, another cluster or an RDB file into a cluster'
      'info:Show keys, slots, memory and replicas of each primary, and the totals'
      'local:Run a cluster of real servers on this machine'
      'rebalance:Even out slots across primaries, moving as few as can be'
      'reshard:Move slots, with their keys, to one primary'
      'restore:Bring the keys of a backup into a cluster of any shape'
      'resume:Finish the operation on a cluster that was broken off'
      'set-timeout:Set the node timeout of all nodes'
      'shim:Let scripts that call redis-cli --cluster or redis-trib run this'
      'slot:Tell the slot of keys, and with --node who serves it'
      'undo:Take back the last reshard or rebalance'
      'verify:Compare a backup with a cluster, key by key'
    )
    _describe command names
    return
  fi
  local command=$words[2]
  case $command in
    config)
      if (( CURRENT == 3 )); then
        names=(
      'get:Show settings of all nodes, and which nodes differ'
      'set:Change a setting on all nodes'
        )
        _describe command names
        return
      fi
      command="$command $words[3]"
      shift words
      (( CURRENT-- )) ;;
    local)
      if (( CURRENT == 3 )); then
        names=(
      'clean:Stop the servers of the local cluster and remove what they wrote'
      'start:Start real servers on this machine and make a cluster of them'
      'status:Show which servers of the local cluster run'
      'stop:Stop the servers of the local cluster; their data stays'
        )
        _describe command names
        return
      fi
      command="$command $words[3]"
      shift words
      (( CURRENT-- )) ;;
  esac
  shift words
  (( CURRENT-- ))
  case $command in
    'add-node')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '--replica[Join as replicas]' \
        '--primary-id=[Primary of the new replicas: id, beginning of one, or host:port]:primary-id:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'apply')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'call')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--only-primaries[Only the primaries]' \
        '--only-replicas[Only the replicas]' \
        '--stdin[The last argument is what standard input holds, byte for byte]' \
        '-x[The last argument is what standard input holds, byte for byte]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'backup')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--from-replicas[Save from a replica that is in step with its primary, where there is one]' \
        '--replace[Put it in the place of the backup that the folder holds, once it is whole]' \
        '--allow-incomplete[Save what there is although slots are missing or are being moved; still exit code 6]' \
        '--parallel=[Most nodes at once; all unless said]:parallel:_files' \
        '--silence-timeout=[Seconds without a byte after which a node is given up]:silence-timeout:_files' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'check')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--search-multiple-owners[Also look on every primary for keys in slots that it does not own]' \
        '--strict[Warnings fail the check too]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'config get')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--strict[Nodes that differ end with exit code 3]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'config set')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--no-rewrite[Until the nodes are started again: do not write it to files]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'completion')
      _arguments \
        '--help[Show help]' \
        '1:name:(bash zsh fish)' ;;
    'create')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--replicas=[Replicas of each primary; 0 unless said]:replicas:_files' \
        '*--zone=[host:port=name: where a node stands, unless it tells its availability-zone itself]:zone:_files' \
        '--allow-fewer-primaries[Allow fewer than 3 primaries, which cannot fail over]' \
        '--join-timeout=[Seconds that the nodes may take to find each other and agree]:join-timeout:_files' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'del-node')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic where both ends can]:method:(auto atomic keys)' \
        '--parallel=[Most pairs of nodes that move slots at once; as many as can, unless said]:parallel:_files' \
        '--window=[Slots that are opened together, key by key]:window:_files' \
        '--max-pause=[Milliseconds that a batch of keys may hold a server]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: how long a big key may take, and how long an atomic move may stand still]:timeout:_files' \
        '--replace[Overwrite keys that are on the target already]' \
        '--allow-big-keys[Also move keys that hold both nodes for more than about a second]' \
        '--conflicts=[What to do when two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The copy that is not kept is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '--drain[Move slots to the primaries that stay, first]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'fix')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--window=[Slots that are opened together, key by key]:window:_files' \
        '--max-pause=[Milliseconds that a batch of keys may hold a server]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: how long a big key may take, and how long an atomic move may stand still]:timeout:_files' \
        '--replace[Overwrite keys that are on the target already]' \
        '--allow-big-keys[Also move keys that hold both nodes for more than about a second]' \
        '--conflicts=[What to do when two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The copy that is not kept is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '--search-multiple-owners[Also look for keys in slots that a node does not own, everywhere, and bring them home]' \
        '--fix-with-unreachable-masters[Give the slots of dead primaries that have no replica to others, without their keys]' \
        '--accept-data-loss[Delete keys that differ from those of their slot’s owner, after saving them to a file]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'history')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--dismiss=[Id of an operation that was broken off; resume and fix leave it alone from now on. Nothing is done to the cluster]:dismiss:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'import')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--from=[Where the keys are: host:port of a server or of a node of a cluster, a URL, sentinel://host:port,host:port/group, or an RDB file]:from:_files' \
        '--from-user=[ACL user to log in there as]:from-user:_files' \
        '--from-pass=[Password there]:from-pass:_files' \
        '--from-askpass[Ask for it without showing it]' \
        '--from-tls[Use TLS there]' \
        '--from-cacert=[PEM file with the authority to trust there]:from-cacert:_files' \
        '--from-cert=[PEM file with the client certificate]:from-cert:_files' \
        '--from-key=[PEM file with its key]:from-key:_files' \
        '--from-sni=[Server name to ask for in TLS]:from-sni:_files' \
        '--from-insecure[Do not verify its certificate]' \
        '*--db=[Import this database only; may be given more than once]:db:_files' \
        '--replace[Overwrite keys that the cluster has]' \
        '--skip-existing[Leave keys that the cluster has with another value as they are, and call that success]' \
        '--way=[migrate: the source sends keys to the cluster itself; stream: they go through this machine; auto: as the source can]:way:(auto migrate stream)' \
        '--max-pause=[Milliseconds that a batch of keys may hold the source]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: the timeout of MIGRATE]:timeout:_files' \
        '--patience=[Seconds to wait for a source that was lost, or for slots that nobody owns for the moment]:patience:_files' \
        '--load-timeout=[Seconds that a server of this machine may take to load an RDB file]:load-timeout:_files' \
        '--dry-run[Look at both ends, say what would be done, and stop]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--copy[Leave the keys on the source; they are moved unless said]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'info')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'local clean')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster; by default clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'local start')
      _arguments \
        '--json[Format output as json]' \
        '--nodes=[How many servers]:nodes:_files' \
        '--replicas=[Replicas of each primary]:replicas:_files' \
        '--port=[Port of the first server; the others follow]:port:_files' \
        '--server=[Server program; by default $CLUSTERTOOL_SERVER, else the one on PATH]:server:_files' \
        '--dir=[Folder of the local cluster; by default clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'local status')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster; by default clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'local stop')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster; by default clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'rebalance')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic where both ends can]:method:(auto atomic keys)' \
        '--parallel=[Most pairs of nodes that move slots at once; as many as can, unless said]:parallel:_files' \
        '--window=[Slots that are opened together, key by key]:window:_files' \
        '--max-pause=[Milliseconds that a batch of keys may hold a server]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: how long a big key may take, and how long an atomic move may stand still]:timeout:_files' \
        '--replace[Overwrite keys that are on the target already]' \
        '--allow-big-keys[Also move keys that hold both nodes for more than about a second]' \
        '--conflicts=[What to do when two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The copy that is not kept is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '*--weight=[node=number: what a primary should own in proportion to the others; 0 for nothing]:weight:_files' \
        '--use-empty-primaries[Give slots to primaries without any, too]' \
        '--threshold=[Percent that a primary may be off before slots are moved; 0 for none]:threshold:_files' \
        '--simulate[The same as --dry-run]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'reshard')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic where both ends can]:method:(auto atomic keys)' \
        '--parallel=[Most pairs of nodes that move slots at once; as many as can, unless said]:parallel:_files' \
        '--window=[Slots that are opened together, key by key]:window:_files' \
        '--max-pause=[Milliseconds that a batch of keys may hold a server]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: how long a big key may take, and how long an atomic move may stand still]:timeout:_files' \
        '--replace[Overwrite keys that are on the target already]' \
        '--allow-big-keys[Also move keys that hold both nodes for more than about a second]' \
        '--conflicts=[What to do when two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The copy that is not kept is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '*--from=[Nodes that give slots, parted by commas, or all]:from:_files' \
        '--to=[Node that gets them]:to:_files' \
        '--slots=[How many, from 1 to 16384]:slots:_files' \
        '--slot-ranges=[Which, such as 0-99,500, from whoever owns them]:slot-ranges:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'restore')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--replace[Overwrite keys that the cluster has]' \
        '--skip-existing[Leave keys that the cluster has with another value as they are, and call that success]' \
        '--way=[migrate: the source sends keys to the cluster itself; stream: they go through this machine; auto: as the source can]:way:(auto migrate stream)' \
        '--max-pause=[Milliseconds that a batch of keys may hold the source]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: the timeout of MIGRATE]:timeout:_files' \
        '--patience=[Seconds to wait for a source that was lost, or for slots that nobody owns for the moment]:patience:_files' \
        '--load-timeout=[Seconds that a server of this machine may take to load an RDB file]:load-timeout:_files' \
        '--dry-run[Look at both ends, say what would be done, and stop]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--allow-incomplete[Restore a backup that says of itself that it is not complete]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'resume')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--operation=[Id of the operation, as history lists it; the last one that was broken off unless said]:operation:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'set-timeout')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'shim')
      _arguments \
        '--json[Format output as json]' \
        '--name=[Which program]:name:(redis-cli valkey-cli redis-trib redis-trib.rb)' \
        '--force[Overwrite whatever is there]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'slot')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--node=[Any node of the cluster, as host:port: also show owner and replicas]:node:_files' \
        '--hex[Keys are given as hexadecimal digits]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'undo')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic where both ends can]:method:(auto atomic keys)' \
        '--parallel=[Most pairs of nodes that move slots at once; as many as can, unless said]:parallel:_files' \
        '--window=[Slots that are opened together, key by key]:window:_files' \
        '--max-pause=[Milliseconds that a batch of keys may hold a server]:max-pause:_files' \
        '--pipeline=[Most keys in one MIGRATE; as many as the pause allows, unless said]:pipeline:_files' \
        '--timeout=[Milliseconds: how long a big key may take, and how long an atomic move may stand still]:timeout:_files' \
        '--replace[Overwrite keys that are on the target already]' \
        '--allow-big-keys[Also move keys that hold both nodes for more than about a second]' \
        '--conflicts=[What to do when two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The copy that is not kept is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop; clustertool apply carries it out]:out:_files' \
        '--force[Go on although another clustertool is changing the cluster]' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--join-timeout=[Seconds that the nodes may take to agree]:join-timeout:_files' \
        '--operation=[Id of the operation, as history lists it; the last one unless said]:operation:_files' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
    'verify')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as]:user:_files' \
        '--pass=[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '-a[Password. REDISCLI_AUTH or VALKEYCLI_AUTH in the environment keep it out of the process list]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate authority to trust]:cacert:_files' \
        '--cacertdir=[Folder of PEM files with authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate]:cert:_files' \
        '--key=[PEM file with the key of the client certificate]:key:_files' \
        '--sni=[Server name to ask for in TLS]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers to offer up to TLS 1.2, as OpenSSL writes them]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers to offer in TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for an answer]:command-timeout:_files' \
        '*--address-map=[announced=reachable, each host or host:port: where to reach nodes behind Docker or NAT]:address-map:_files' \
        '--load-timeout=[Seconds that a server of this machine may take to load an RDB file]:load-timeout:_files' \
        '--patience=[Seconds to wait for a source that was lost, or for slots that nobody owns for the moment]:patience:_files' \
        '--progress=[What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--allow-incomplete[Compare a backup that says of itself that it is not complete]' \
        '--help[Show help]' \
        '*:node or file:_files' ;;
  esac
}
if [[ $funcstack[1] == _clustertool ]]; then _clustertool "$@"; else compdef _clustertool clustertool; fi
