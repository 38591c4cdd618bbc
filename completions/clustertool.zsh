#compdef clustertool
# zsh completion for clustertool; made by npm run build.
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
_clustertool() {
  local -a names
  local program=${words[1]/#\~\//$HOME/}
  if (( CURRENT == 2 )); then
    names=(
      'add-node:Add nodes to a cluster, as primaries without slots or as replicas'
      'apply:Carry out a plan that was saved with --out'
      'backup:Save an RDB file of every primary, and a description of the cluster'
      'big-keys:Find the biggest keys of all shards, and the memory by prefix'
      'call:Send a command to all nodes'
      'check:Check a cluster\: coverage, agreement, open slots, replication, placement'
      'compare:Compare a source with a cluster, key by key, in both directions'
      'completion:Print a script that completes commands, flags, nodes and operations in a shell'
      'config:Show and change settings of all nodes'
      'control:Pause, slow down, watch or stop an operation that runs in another terminal'
      'create:Create a cluster from empty nodes'
      'cutover:Switch from a source to the cluster that follows it, and prove that they are equal'
      'del-node:Remove nodes from a cluster, including dead nodes'
      'failover:Make replicas take the place of their primaries'
      'fix:Repair a cluster'
      'history:List what was done to a cluster from this machine'
      'import:Import the keys of a server, a Sentinel group, another cluster or an RDB file'
      'info:Show keys, slots, memory and replicas of each primary, with totals'
      'local:Run a cluster of servers on this machine'
      'map:Draw the 16,384 slots\: who owns them, or which have the most keys, memory or load'
      'metrics:Give Prometheus metrics of a whole cluster'
      'profile:Show and test the profiles of the configuration file'
      'rebalance:Distribute slots evenly across primaries, moving as few as possible'
      'replace:Put new nodes in the places of old ones, living or dead'
      'replicate:Give a replica another primary, or share replicas out evenly'
      'report:Write everything about a cluster to one HTML file, for a ticket'
      'reshard:Move slots and their keys to a primary'
      'restore:Restore the keys of a backup into a cluster of any shape'
      'resume:Finish an interrupted operation on a cluster'
      'roll:Restart or upgrade the nodes one after the other, while the cluster is served'
      'set-timeout:Set the node timeout of all nodes'
      'shim:Make scripts that call redis-cli --cluster or redis-trib use clustertool'
      'slot:Show the slot of keys, and with --node the nodes that serve it'
      'spread:Show which hosts and zones can be lost, and place nodes so that any can'
      'undo:Undo the last reshard or rebalance'
      'verify:Compare a backup with a cluster, key by key'
      'wait:Wait until a cluster is in a certain state'
      'watch:Show a cluster live\: nodes, load, replication, findings, moves'
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
      'clean:Stop the servers of the local cluster, and delete their data'
      'start:Start servers on this machine and create a cluster from them'
      'status:Show which servers of the local cluster are running'
      'stop:Stop the servers of the local cluster, and keep their data'
        )
        _describe command names
        return
      fi
      command="$command $words[3]"
      shift words
      (( CURRENT-- )) ;;
    profile)
      if (( CURRENT == 3 )); then
        names=(
      'list:List the profiles of the configuration file'
      'show:Show the settings of a profile, without its password'
      'test:Connect to each seed of a profile, and show what it answers'
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
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--replica[Add the nodes as replicas]' \
        '--primary-id=[Primary of the new replicas: an id, the beginning of an id, or host:port]:primary-id: _clustertool_known member' \
        '--help[Show help]' \
        '*:node: _clustertool_known node' ;;
    'apply')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--rate=[Another limit for what all moves send per second, such as 20MB/s or 5000keys/s, or none]:rate:_files' \
        '--throttle=[Other limits at which moves slow down and stop for a while, such as lag=10MB,latency=5ms,memory=90%, or none]:throttle:_files' \
        '--window-of=[Other hours within which slots move, local time, such as 02:00-05:00, or none]:window-of:_files' \
        '--max-pause=[Another time for which a batch of keys may block a server, such as 5ms. A number alone is in milliseconds]:max-pause:_files' \
        '--window=[Another number of slots that are opened together (key by key)]:window:_files' \
        '--pipeline=[Another maximum of keys in one MIGRATE, or none]:pipeline:_files' \
        '--parallel=[How many of the moves of the plan may run at the same time, or none for as many as the plan has]:parallel:_files' \
        '--help[Show help]' \
        '1:file:_files' \
        '2:node: _clustertool_known node' \
        '*:file:_files' ;;
    'call')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--only-primaries[Send to primaries only]' \
        '--only-replicas[Send to replicas only]' \
        '*--node=[Send to this node only, named by address or id. May be repeated]:node: _clustertool_known member' \
        '--stdin[Read the last argument from standard input, byte for byte]' \
        '-x[Read the last argument from standard input, byte for byte]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'backup')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--from-replicas[Save from a replica that is up to date with its primary, if there is one]' \
        '--replace[Replace the backup in the folder, after the new one is complete]' \
        '--allow-incomplete[Save the rest if slots are missing or are being moved. The exit code is still 6]' \
        '--parallel=[Maximum number of nodes at the same time. Default: all]:parallel:_files' \
        '--silence-timeout=[Seconds without data after which a transfer fails]:silence-timeout:_files' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--help[Show help]' \
        '1:node or file: _clustertool_known node' \
        '*:file:_files' ;;
    'big-keys')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--wide[Show whole ids and all columns, however wide]' \
        '--top=[How many of the biggest keys to list]:top:_files' \
        '--at-least=[List only keys of this size or more, such as 10MB]:at-least:_files' \
        '--rate=[Maximum number of keys to read from each node in a second. Default: no limit]:rate:_files' \
        '--replicas[Read a replica of each shard that has all data, and the primary only where there is none]' \
        '--delimiter=[What ends a prefix]:delimiter:_files' \
        '--depth=[How many parts a prefix has: with 2, user:42: instead of user:]:depth:_files' \
        '--resume[Continue a scan that was interrupted, with the same flags]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'check')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--wide[Show whole ids and all columns, however wide]' \
        '--quiet[Print nothing but errors]' \
        '--search-multiple-owners[Also look for keys in slots that a node does not own]' \
        '--strict[Fail the check on warnings too; the same as --fail-on warning]' \
        '*--fail-on=[What fails the check besides errors: warning, or the code of a finding. Can be repeated, or a list with commas]:fail-on:_files' \
        '*--ignore=[Code of a finding that is neither shown nor counted. Can be repeated, or a list with commas. Verdict lines do not change]:ignore:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'config get')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--strict[End with exit code 3 if nodes differ]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'config set')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--no-rewrite[Do not write the setting to configuration files. It is lost when a node restarts]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'compare')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--from-user=[ACL user of the source]:from-user:_files' \
        '--from-pass=[Password of the source]:from-pass:_files' \
        '--from-askpass[Ask for the password of the source without showing it]' \
        '--from-tls[Use TLS for the source]' \
        '--from-cacert=[PEM file with the certificate of the authority to trust for the source]:from-cacert:_files' \
        '--from-cert=[PEM file with the client certificate for the source]:from-cert:_files' \
        '--from-key=[PEM file with the private key of that certificate]:from-key:_files' \
        '--from-sni=[Server name for TLS (SNI) for the source]:from-sni:_files' \
        '--from-insecure[Do not verify the certificate of the source]' \
        '*--db=[Compare only this database of the source. Can be repeated]:db:_files' \
        '--keys=[How many keys of each side are compared, chosen at random, or all]:keys:_files' \
        '--lag=[How long a difference must last before it counts, such as 500ms or 5s: keys that differ are looked at again]:lag:_files' \
        '--fix[Then make the cluster equal to the source, after asking: bring keys over, and delete those that only the cluster has. What it had is saved first]' \
        '--yes[With --fix: do not ask]' \
        '--rate=[Maximum that is read from each side per second, such as 20MB/s or 5000keys/s]:rate:_files' \
        '--quiet[Print nothing but errors]' \
        '--timeout=[Milliseconds: the timeout of MIGRATE (at most 900), and the extra time that a server may take to reply]:timeout:_files' \
        '--patience=[Seconds to wait for a source that is lost, or for slots that have no owner at the moment]:patience:_files' \
        '--load-timeout=[Seconds that a server on this machine may take to load an RDB file]:load-timeout:_files' \
        '--server=[Server program that loads RDB files on this machine. Default: $CLUSTERTOOL_SERVER, or one on PATH that can read them]:server:_files' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--help[Show help]' \
        '1:node or file: _clustertool_known node' \
        '2:node: _clustertool_known node' \
        '*:file:_files' ;;
    'cutover')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--check-sample=[How many keys of each side are compared, chosen at random, or all]:check-sample:_files' \
        '--on-ready=[A command that switches the clients. It runs while the source takes no writes. If it fails, the source takes writes again]:on-ready:_files' \
        '--then=[What becomes of the source afterwards. readonly: it refuses writes. shutdown: it is ended. unpause: a rehearsal, after which it takes writes again and is still followed]:then:(unpause readonly shutdown)' \
        '--hold=[How long the source takes no writes while clients are switched, such as 30s or 2m]:hold:_files' \
        '--yes[Do not ask whether clients have been switched]' \
        '--help[Show help]' \
        '1:control-first: _clustertool_known control-first' \
        '*:file:_files' ;;
    'completion')
      _arguments \
        '--help[Show help]' \
        '1:name:(bash zsh fish)' ;;
    'control')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--timeout=[How long pause waits until nothing is under way any more, such as 500ms, 60s or 5m. A number without a unit is in seconds]:timeout:_files' \
        '--help[Show help]' \
        '1:control-first: _clustertool_known control-first' \
        '2:control-second: _clustertool_known control-second' \
        '*:control-more: _clustertool_known control-more' ;;
    'create')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--replicas=[Number of replicas of each primary]:replicas:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--allow-fewer-primaries[Allow fewer than 3 primaries, which cannot fail over]' \
        '--join-timeout=[Seconds to wait until the nodes have found each other and agree]:join-timeout:_files' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'del-node')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic if both nodes support it]:method:(auto atomic keys)' \
        '--parallel=[Maximum number of pairs of nodes that move slots at the same time. Default: as many as possible]:parallel:_files' \
        '--window=[Number of slots that are opened together (key by key)]:window:_files' \
        '--max-pause=[Milliseconds for which a batch of keys may block a server]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--rate=[Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them]:rate:_files' \
        '--throttle=[Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them]:throttle:_files' \
        '--window-of=[Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00]:window-of:_files' \
        '--timeout=[Milliseconds that a big key may take, and that an atomic move may make no progress]:timeout:_files' \
        '--replace[Overwrite keys that the target already has]' \
        '--allow-big-keys[Also move keys that cannot be moved in pieces and block both nodes for more than about a second]' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--drain[First move the slots to the primaries that stay]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:member: _clustertool_known member' ;;
    'failover')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[The primary is dead: the other primaries elect the replica, even if another clustertool is changing the cluster. Writes that the replica has not received are lost]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '*--of=[A primary that is to become a replica; its best replica takes its place. May be repeated]:of: _clustertool_known member' \
        '--host=[All primaries on this host are to become replicas]:host:_files' \
        '--back[Give back the roles that the last failover changed]' \
        '--takeover[Most primaries are gone: the replica takes over without votes. More writes may be lost]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:member: _clustertool_known member' ;;
    'fix')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--window=[Number of slots that are opened together (key by key)]:window:_files' \
        '--max-pause=[Milliseconds for which a batch of keys may block a server]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--rate=[Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them]:rate:_files' \
        '--throttle=[Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them]:throttle:_files' \
        '--window-of=[Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00]:window-of:_files' \
        '--timeout=[Milliseconds that a big key may take, and that an atomic move may make no progress]:timeout:_files' \
        '--replace[Overwrite keys that the target already has]' \
        '--allow-big-keys[Also move keys that cannot be moved in pieces and block both nodes for more than about a second]' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--search-multiple-owners[Also look on all nodes for keys in slots that they do not own, and move them to the owner]' \
        '--fix-with-unreachable-masters[Assign the slots of dead primaries that have no replica to others, without their keys]' \
        '--accept-data-loss[Delete keys that differ from those of the slot owner, after saving them to a file]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'history')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--follow[Print events as they are recorded, until Ctrl-C. With --json, one document for each line]' \
        '--dismiss=[Id of an interrupted operation that resume and fix should ignore from now on. Does not change the cluster]:dismiss: _clustertool_known operation' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'import')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--from=[Source: host:port of a server or of a node of a cluster (of several nodes, with commas between them), @profile, a URL, sentinel://host:port,host:port/group, or an RDB file]:from: _clustertool_known node' \
        '--from-user=[ACL user of the source]:from-user:_files' \
        '--from-pass=[Password of the source]:from-pass:_files' \
        '--from-askpass[Ask for the password of the source without showing it]' \
        '--from-tls[Use TLS for the source]' \
        '--from-cacert=[PEM file with the certificate of the authority to trust for the source]:from-cacert:_files' \
        '--from-cert=[PEM file with the client certificate for the source]:from-cert:_files' \
        '--from-key=[PEM file with the private key of that certificate]:from-key:_files' \
        '--from-sni=[Server name for TLS (SNI) for the source]:from-sni:_files' \
        '--from-insecure[Do not verify the certificate of the source]' \
        '*--db=[Import only this database. Can be repeated]:db:_files' \
        '--quiet[Print nothing but errors]' \
        '--replace[Overwrite keys that the cluster already has]' \
        '--skip-existing[Do not change keys that the cluster has with another value, and do not treat them as a failure]' \
        '--way=[migrate: the source sends keys to the cluster; stream: keys go through this machine; auto: migrate if the source can, otherwise stream]:way:(auto migrate stream)' \
        '--max-pause=[Milliseconds for which a batch of keys may block the source]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--timeout=[Milliseconds: the timeout of MIGRATE (at most 900), and the extra time that a server may take to reply]:timeout:_files' \
        '--patience=[Seconds to wait for a source that is lost, or for slots that have no owner at the moment]:patience:_files' \
        '--load-timeout=[Seconds that a server on this machine may take to load an RDB file]:load-timeout:_files' \
        '--server=[Server program that loads RDB files on this machine. Default: $CLUSTERTOOL_SERVER, or one on PATH that can read them]:server:_files' \
        '--rate=[Maximum that is sent per second, such as 20MB/s or 5000keys/s]:rate:_files' \
        '--dry-run[Check the source and the cluster, show what would be done, and stop]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--move[Delete the keys from the source after they have arrived. Default: copy them]' \
        '--yes[Do not ask before keys are moved, or before the cluster is emptied as a followed source was]' \
        '--follow[Then apply what clients write to the source, until it is cut over or stopped]' \
        '--from-primary[Follow the primary itself although it has replicas]' \
        '--spool=[Folder for what has arrived and is not applied yet. Default: the state folder]:spool:_files' \
        '--spool-limit=[Maximum size of that, such as 20GB. Default: half of what is free on its disk]:spool-limit:_files' \
        '--ready-below=[It is ready to be cut over while it is less than this behind, such as 500ms]:ready-below:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'info')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--wide[Show whole ids and all columns, however wide]' \
        '--slots[Also show the slots with the most keys, or with the most of what --by says]' \
        '--top=[With --slots: how many slots. Default: 20]:top:_files' \
        '--by=[With --slots: what they are sorted by. ops and cpu: the CPU time of commands; network: bytes sent and received; these need cluster-slot-stats-enabled. Default: keys]:by:(keys memory ops cpu network)' \
        '--load-time=[How long the load of slots is measured, such as 30s or 2m. Default: 5s]:load-time:_files' \
        '--sample=[How many keys of each slot are measured where the servers do not count its memory (Redis 8.4 does). Default: what 100,000 keys of a node allow, at least 10]:sample:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'local clean')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster. Default: clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'local start')
      _arguments \
        '--json[Format output as json]' \
        '--nodes=[Number of servers. Default: 6]:nodes:_files' \
        '--replicas=[Number of replicas of each primary. Default: 1]:replicas:_files' \
        '--port=[Port of the first server. The others use the ports after it. Default: 7000]:port:_files' \
        '--server=[Server program. Default: $CLUSTERTOOL_SERVER, or the one on PATH]:server:_files' \
        '--servers=[Server programs of a cluster of mixed versions, separated by commas. They are used in turn, and a replica has another one than its primary if it can load its data]:servers:_files' \
        '--tls[Use TLS only, and require client certificates]' \
        '--password=[Password that clients and nodes need]:password:_files' \
        '--acl[Turn the default user off, and create the ACL user admin, with --password or a random password]' \
        '--zones=[Number of zones. Each has a loopback address of its own, such as 127.0.0.2, as if it were another host]:zones:_files' \
        '--dir=[Folder of the local cluster. Default: clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'local status')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster. Default: clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'local stop')
      _arguments \
        '--json[Format output as json]' \
        '--dir=[Folder of the local cluster. Default: clustertool/local in the state folder of the user]:dir:_files' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'map')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--wide[Show whole ids and all columns, however wide]' \
        '--by=[What to show: owner; keys; memory, estimated from some keys where the servers do not count it; ops, the CPU time of commands, measured for a second (needs cluster-slot-stats-enabled)]:by:(owner keys memory ops)' \
        '--sample=[How many keys of each slot are measured where the servers do not count its memory (Redis 8.4 does). Default: what 100,000 keys of a node allow, at least 10]:sample:_files' \
        '--svg=[Also draw the picture to this file, as SVG]:svg:_files' \
        '--force[Replace the file of --svg if it exists]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'metrics')
      _arguments \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--listen=[Serve metrics at this address until stopped: HOST:PORT, a port of 127.0.0.1, or :PORT for all interfaces]:listen:_files' \
        '--textfile=[Write metrics to a file once, for the textfile collector of node_exporter]:textfile:_files' \
        '*--label=[A label that all metrics get, such as cluster=prod. Can be repeated]:label:_files' \
        '--timeout=[How long one reading of the cluster may take, such as 8s. Prometheus waits 10s unless it is told otherwise]:timeout:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'profile list')
      _arguments \
        '--json[Format output as json]' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'profile show')
      _arguments \
        '--json[Format output as json]' \
        '--help[Show help]' \
        '1:profile: _clustertool_known profile' \
        '*:file:_files' ;;
    'profile test')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--help[Show help]' \
        '1:profile: _clustertool_known profile' \
        '*:file:_files' ;;
    'rebalance')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic if both nodes support it]:method:(auto atomic keys)' \
        '--parallel=[Maximum number of pairs of nodes that move slots at the same time. Default: as many as possible]:parallel:_files' \
        '--window=[Number of slots that are opened together (key by key)]:window:_files' \
        '--max-pause=[Milliseconds for which a batch of keys may block a server]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--rate=[Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them]:rate:_files' \
        '--throttle=[Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them]:throttle:_files' \
        '--window-of=[Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00]:window-of:_files' \
        '--timeout=[Milliseconds that a big key may take, and that an atomic move may make no progress]:timeout:_files' \
        '--replace[Overwrite keys that the target already has]' \
        '--allow-big-keys[Also move keys that cannot be moved in pieces and block both nodes for more than about a second]' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--map[With --dry-run or --out: also draw the slots, and which of them move]' \
        '*--weight=[Weight of a primary, as node=number: its share in proportion to the others; 0 for no slots]:weight:_files' \
        '--use-empty-primaries[Also give slots to primaries that have none]' \
        '--threshold=[Percentage by which a primary may differ from its share before slots are moved; 0 for an exact balance. Default: 2; by keys or memory 5; by a load 10]:threshold:_files' \
        '--by=[What to balance: slots; keys; memory; ops or cpu, the CPU time of commands; network, bytes sent and received. A load needs cluster-slot-stats-enabled]:by:(slots keys memory ops cpu network)' \
        '--load-time=[How long the load of slots is measured, such as 30s or 2m. Default: 5s]:load-time:_files' \
        '--sample=[How many keys of each slot are measured where the servers do not count its memory (Redis 8.4 does). Default: what 100,000 keys of a node allow, at least 10]:sample:_files' \
        '--simulate[Same as --dry-run]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'replace')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '*--with=[A new, empty node, as host:port. Give as many as there are old ones, in the same order]:with: _clustertool_known node' \
        '--keep-role[In the place of a primary, the new node becomes the primary. Otherwise its best replica does]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:member: _clustertool_known member' ;;
    'replicate')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--of=[The primary that the node is to follow]:of: _clustertool_known member' \
        '--balance[Give each primary as many replicas as the others, to one]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:member: _clustertool_known member' ;;
    'report')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--out=[The file to write]:out:_files' \
        '--force[Replace the file if it exists]' \
        '--big-keys[Also look for the biggest keys, on a replica of each shard if it has one]' \
        '--scan-time=[How long --big-keys looks, such as 30s or 5m. Default: 10s]:scan-time:_files' \
        '--slow-log[Also list slow commands. Their arguments are keys and values of your data]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'reshard')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic if both nodes support it]:method:(auto atomic keys)' \
        '--parallel=[Maximum number of pairs of nodes that move slots at the same time. Default: as many as possible]:parallel:_files' \
        '--window=[Number of slots that are opened together (key by key)]:window:_files' \
        '--max-pause=[Milliseconds for which a batch of keys may block a server]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--rate=[Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them]:rate:_files' \
        '--throttle=[Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them]:throttle:_files' \
        '--window-of=[Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00]:window-of:_files' \
        '--timeout=[Milliseconds that a big key may take, and that an atomic move may make no progress]:timeout:_files' \
        '--replace[Overwrite keys that the target already has]' \
        '--allow-big-keys[Also move keys that cannot be moved in pieces and block both nodes for more than about a second]' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--map[With --dry-run or --out: also draw the slots, and which of them move]' \
        '*--from=[Source nodes, separated by commas, or all]:from: _clustertool_known member' \
        '--to=[Target node]:to: _clustertool_known member' \
        '--slots=[Number of slots to move, from 1 to 16384]:slots:_files' \
        '--slot-ranges=[Slots to move, such as 0-99,500, whichever nodes own them]:slot-ranges:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'restore')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--replace[Overwrite keys that the cluster already has]' \
        '--skip-existing[Do not change keys that the cluster has with another value, and do not treat them as a failure]' \
        '--way=[migrate: the source sends keys to the cluster; stream: keys go through this machine; auto: migrate if the source can, otherwise stream]:way:(auto migrate stream)' \
        '--max-pause=[Milliseconds for which a batch of keys may block the source]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--timeout=[Milliseconds: the timeout of MIGRATE (at most 900), and the extra time that a server may take to reply]:timeout:_files' \
        '--patience=[Seconds to wait for a source that is lost, or for slots that have no owner at the moment]:patience:_files' \
        '--load-timeout=[Seconds that a server on this machine may take to load an RDB file]:load-timeout:_files' \
        '--server=[Server program that loads RDB files on this machine. Default: $CLUSTERTOOL_SERVER, or one on PATH that can read them]:server:_files' \
        '--rate=[Maximum that is sent per second, such as 20MB/s or 5000keys/s]:rate:_files' \
        '--dry-run[Check the source and the cluster, show what would be done, and stop]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--allow-incomplete[Restore a backup that is marked as incomplete]' \
        '--help[Show help]' \
        '1:file:_files' \
        '2:node: _clustertool_known node' \
        '*:file:_files' ;;
    'resume')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first. Default: as the operation was told]:conflicts:(stop keep-owner keep-other)' \
        '--rate=[Another limit for what all moves send per second, such as 20MB/s or 5000keys/s, or none]:rate:_files' \
        '--throttle=[Other limits at which moves slow down and stop for a while, such as lag=10MB,latency=5ms,memory=90%, or none]:throttle:_files' \
        '--window-of=[Other hours within which slots move, local time, such as 02:00-05:00, or none]:window-of:_files' \
        '--max-pause=[Another time for which a batch of keys may block a server, such as 5ms. A number alone is in milliseconds]:max-pause:_files' \
        '--window=[Another number of slots that are opened together (key by key)]:window:_files' \
        '--pipeline=[Another maximum of keys in one MIGRATE, or none]:pipeline:_files' \
        '--parallel=[How many of the moves of the plan may run at the same time, or none for as many as the plan has]:parallel:_files' \
        '--operation=[Id of the operation, as listed by history. Default: the last interrupted one]:operation: _clustertool_known operation' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'roll')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--restart=[The command that restarts one node, run on this machine in a shell. {host}, {port}, {id}, {role} and {shard} stand for those of the node]:restart:_files' \
        '--version-to=[The version that each node must have afterwards, such as 8.0 or valkey-9.1]:version-to:_files' \
        '*--only=[Restart only these: replicas, a host, or a node. May be repeated]:only: _clustertool_known member' \
        '--back[Give each primary its role back after its restart]' \
        '--pause=[How long to wait after each node, such as 30s or 5m]:pause:_files' \
        '--timeout=[How long a node may take to be restarted and to load its data]:timeout:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'set-timeout')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'shim')
      _arguments \
        '--json[Format output as json]' \
        '--name=[Program to replace]:name:(redis-cli valkey-cli redis-trib redis-trib.rb)' \
        '--force[Overwrite any existing file]' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'slot')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--node=[Any node of the cluster, as host:port or @profile. Also shows owner and replicas]:node: _clustertool_known node' \
        '--hex[Read keys as hexadecimal digits]' \
        '--help[Show help]' \
        '*:file:_files' ;;
    'spread')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--for=[Which places count: hosts, or zones and then hosts. Default: zones if any node has one]:for:(hosts zones)' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'undo')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--method=[atomic: the servers move slots themselves (Redis 8.4, Valkey 9.0); keys: key by key; auto: atomic if both nodes support it]:method:(auto atomic keys)' \
        '--parallel=[Maximum number of pairs of nodes that move slots at the same time. Default: as many as possible]:parallel:_files' \
        '--window=[Number of slots that are opened together (key by key)]:window:_files' \
        '--max-pause=[Milliseconds for which a batch of keys may block a server]:max-pause:_files' \
        '--pipeline=[Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows]:pipeline:_files' \
        '--rate=[Maximum that all moves send per second, such as 20MB/s or 5000keys/s. Servers that move slots themselves cannot be slowed down; they get smaller jobs, with pauses between them]:rate:_files' \
        '--throttle=[Slow down, and stop for a while, when a replica of an end is behind, a PING takes long, or the target fills up or evicts keys: such as lag=10MB,latency=5ms,memory=90%, or some of them]:throttle:_files' \
        '--window-of=[Move only within these hours, local time, such as 02:00-05:00 or 22:00-04:00]:window-of:_files' \
        '--timeout=[Milliseconds that a big key may take, and that an atomic move may make no progress]:timeout:_files' \
        '--replace[Overwrite keys that the target already has]' \
        '--allow-big-keys[Also move keys that cannot be moved in pieces and block both nodes for more than about a second]' \
        '--conflicts=[What to do if two nodes have different copies of a key: stop (keep both), keep-owner (keep the copy of the slot owner), keep-other. The other copy is saved to a file first]:conflicts:(stop keep-owner keep-other)' \
        '--quiet[Print nothing but errors]' \
        '--verbose[Show the plan step by step, and the whole check of the cluster at the end]' \
        '--yes[Do not ask]' \
        '--dry-run[Show the plan and stop]' \
        '--out=[Save the plan in this file and stop. clustertool apply carries it out]:out:_files' \
        '--force[Continue even if another clustertool is changing the cluster]' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--on-done=[A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how]:on-done:_files' \
        '--join-timeout=[Seconds to wait until the nodes agree]:join-timeout:_files' \
        '--operation=[Id of the operation, as listed by history. Default: the last one]:operation: _clustertool_known operation' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'verify')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '--quiet[Print nothing but errors]' \
        '--load-timeout=[Seconds that a server on this machine may take to load an RDB file]:load-timeout:_files' \
        '--server=[Server program that loads RDB files on this machine. Default: $CLUSTERTOOL_SERVER, or one on PATH that can read them]:server:_files' \
        '--patience=[Seconds to wait for a source that is lost, or for slots that have no owner at the moment]:patience:_files' \
        '--progress=[Progress on stderr: auto (a live line on a terminal, otherwise nothing), plain, ndjson, none]:progress:(auto plain ndjson none)' \
        '--allow-incomplete[Compare a backup that is marked as incomplete]' \
        '--help[Show help]' \
        '1:file:_files' \
        '2:node: _clustertool_known node' \
        '*:file:_files' ;;
    'wait')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--for=[What to wait for: healthy, agreed, synced, role=primary, role=replica, nodes=N, version=X or version>=X. Can be repeated; then all must hold. Default: healthy]:for:_files' \
        '--timeout=[How long to wait, such as 500ms, 60s or 5m. A number without a unit is in seconds]:timeout:_files' \
        '--progress=[What is missing, on stderr: auto (a live line on a terminal, otherwise plain), plain (a line each time it changes), ndjson, none]:progress:(auto plain ndjson none)' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
    'watch')
      _arguments \
        '--json[Format output as json]' \
        '--user=[ACL user to log in as. Default: $CLUSTERTOOL_USER]:user:_files' \
        '--pass=[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '-a[Password. To keep it out of the process list, use a profile, or set REDISCLI_AUTH or VALKEYCLI_AUTH in the environment]:pass:_files' \
        '--askpass[Ask for the password without showing it]' \
        '--tls[Use TLS]' \
        '--cacert=[PEM file with the certificate of the authority to trust. Default: $CLUSTERTOOL_CACERT]:cacert:_files' \
        '--cacertdir=[Folder with PEM files of authorities to trust]:cacertdir:_files' \
        '--cert=[PEM file with the client certificate. Default: $CLUSTERTOOL_CERT]:cert:_files' \
        '--key=[PEM file with the private key of the client certificate. Default: $CLUSTERTOOL_KEY]:key:_files' \
        '--sni=[Server name for TLS (SNI)]:sni:_files' \
        '--insecure[Do not verify certificates]' \
        '--tls-ciphers=[Ciphers for TLS 1.2 and earlier, in OpenSSL format]:tls-ciphers:_files' \
        '--tls-ciphersuites=[Ciphers for TLS 1.3]:tls-ciphersuites:_files' \
        '--connect-timeout=[Milliseconds to wait for a connection]:connect-timeout:_files' \
        '--command-timeout=[Milliseconds to wait for a reply]:command-timeout:_files' \
        '*--address-map=[Where to reach a node behind Docker or NAT, as announced=reachable; each is a host or host:port]:address-map:_files' \
        '*--zone=[Zone of a node or host, as host:port=name or host=name, if the node does not report one. May be repeated]:zone:_files' \
        '--interval=[How often the cluster is read, such as 500ms, 2s or 1m. A number without a unit is in seconds]:interval:_files' \
        '--once[Print one picture as text, or with --json one document, and end like check: with 3 if there are errors]' \
        '--help[Show help]' \
        '1:node: _clustertool_known node' \
        '*:file:_files' ;;
  esac
}
if [[ $funcstack[1] == _clustertool ]]; then _clustertool "$@"; else compdef _clustertool clustertool; fi
