# Sets xia_click_tool; publishes it first when it is not there or sources are newer. Read by the wrappers.
#   XIA_CLICK_TOOL=PATH      use that program, publish nothing
#   XIA_CLICK_PUBLISH=skip   use what is published, however old; =force publishes anew
if [ -n "$XIA_CLICK_TOOL" ]; then
    xia_click_tool=$XIA_CLICK_TOOL
    return 0
fi

xia_root=$(dirname "$(dirname "$here")")
xia_bin=$here/bin
xia_click_tool=$xia_bin/tool/xia

xia_is_current() {
    [ -f "$xia_bin/stamp" ] || return 1
    [ -z "$(find "$xia_root/src" "$xia_root/Directory.Build.props" "$xia_root/Directory.Packages.props" \
        \( -name bin -o -name obj \) -prune -o -newer "$xia_bin/stamp" \
        \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -type d \) \
        -print -quit)" ]
}

# Native code ahead of time where the compiler for it can be had, else plain.
xia_publish() {
    xia_log=$xia_bin/publish.log
    rm -f "$xia_log"
    rm -f "$xia_bin/stamp"
    date > "$xia_bin/stamp.new"
    xia_build() {
        dotnet publish "$xia_root/src/Cli/Xia.Cli.csproj" -c Release --artifacts-path "$xia_bin/build" \
            -o "$xia_bin/tool.new" -p:RunAnalyzers=false \
            -p:EnforceCodeStyleInBuild=false -nodeReuse:false "$@" >> "$xia_log" 2>&1 < /dev/null
    }
    rm -rf "$xia_bin/tool.new"
    xia_build --use-current-runtime --no-self-contained -p:PublishReadyToRun=true || xia_build || {
        cat "$xia_log" >&2
        echo "click: the tool could not be published" >&2
        return 1
    }
    rm -rf "$xia_bin/tool.old"
    [ ! -e "$xia_bin/tool" ] || mv "$xia_bin/tool" "$xia_bin/tool.old"
    mv "$xia_bin/tool.new" "$xia_bin/tool"
    mv "$xia_bin/stamp.new" "$xia_bin/stamp"
    rm -rf "$xia_bin/tool.old"
}

xia_prepare() {
    mkdir -p "$xia_bin"
    exec 9> "$xia_bin/lock"
    flock 9 2> /dev/null
    if [ "$XIA_CLICK_PUBLISH" = force ] || ! xia_is_current; then
        xia_publish || return 1
    fi
    exec 9>&-
}

if [ "$XIA_CLICK_PUBLISH" = skip ] && [ -x "$xia_click_tool" ]; then
    return 0
fi

if [ "$XIA_CLICK_PUBLISH" = force ] || ! xia_is_current; then
    xia_prepare || exit 1
fi
