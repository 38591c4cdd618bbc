function __clustertool_is
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test "$words[2..$last]" = "$argv"
end
function __clustertool_typed
    test (count (commandline -opc)) -eq $argv[1]
end
# Which argument of this command is being typed.
function __clustertool_place
    set -l words (commandline -opc)
    set -e words[1..(math (count $argv) + 1)]
    set -l place 1
    set -l taken no
    for word in $words
        if test $taken = yes
            set taken no
        else if string match -q -- '-*' $word
            __clustertool_takes $argv $word; and set taken yes
        else
            set place (math $place + 1)
        end
    end
    echo $place
end
# What clustertool knows of a kind; the further arguments are the command.
function __clustertool_known
    set -l words (commandline -opc)
    type -q $words[1]; or return
    set -l start (math (count $argv) + 1)
    set -l node ''
    if set -q words[$start]; and not string match -q -- '-*' $words[$start]
        set node $words[$start]
    end
    set -l current (string replace -r -- '^--[^=]*=' '' (commandline -ct))
    $words[1] complete $argv[1] "$current" "$node" 2>/dev/null
end
