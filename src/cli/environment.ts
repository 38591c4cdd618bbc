/** The variables of the environment that clustertool reads. */
export const ENVIRONMENT: readonly {readonly term: string; readonly text: string}[] = [
  {term: 'REDISCLI_AUTH', text: 'The password, unless a flag gives one.'},
  {term: 'VALKEYCLI_AUTH', text: 'The same, if REDISCLI_AUTH is not set.'},
  {
    term: 'CLUSTERTOOL_SERVER',
    text: 'The server program that local start, restore and verify start. Default: redis-server or valkey-server on PATH.',
  },
  {
    term: 'CLUSTERTOOL_CONFIG',
    text: 'The configuration file with the profiles. Default: clustertool/config.toml in XDG_CONFIG_HOME.',
  },
  {term: 'CLUSTERTOOL_PROFILE', text: 'The profile that a command without a node uses.'},
  {term: 'CLUSTERTOOL_NODE', text: 'The node that a command without a node uses.'},
  {term: 'CLUSTERTOOL_USER', text: 'The ACL user, unless a flag, a URL or a profile names one.'},
  {term: 'CLUSTERTOOL_CACERT', text: 'The file of --cacert, for connections with TLS.'},
  {term: 'CLUSTERTOOL_CERT', text: 'The file of --cert, for connections with TLS.'},
  {term: 'CLUSTERTOOL_KEY', text: 'The file of --key, for connections with TLS.'},
  {
    term: 'XDG_CONFIG_HOME',
    text: 'The folder that contains the folder clustertool with config.toml. Default: ~/.config.',
  },
  {term: 'NO_COLOR', text: 'If it is set and not empty, the output has no colors.'},
  {term: 'TERM', text: 'If it is dumb, watch prints lines instead of a screen.'},
  {
    term: 'XDG_STATE_HOME',
    text: 'The folder that contains the folder clustertool with the state. Default: ~/.local/state.',
  },
  {
    term: 'XDG_RUNTIME_DIR',
    text: 'Where the socket of an operation is, if it cannot be beside the journal. Default: the temporary folder.',
  },
  {
    term: 'XDG_CACHE_HOME',
    text: 'The folder that contains the folder clustertool with compiled code. Default: ~/.cache.',
  },
  {
    term: 'REDISCLI_CLUSTER_YES',
    text: 'If it is 1, command lines of redis-cli and redis-trib ask no questions.',
  },
  {term: 'VALKEYCLI_CLUSTER_YES', text: 'The same, for command lines of valkey-cli.'},
]
