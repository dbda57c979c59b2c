/// Where a kind of log is: groups of hosts, and what their journal or files are asked for.
struct LogSource {
  let groups: [String]
  /// Arguments of journalctl; none: files.
  var journal: [String] = []
  /// As a shell would expand them.
  var files = ""

  static let kinds: [(name: String, source: LogSource)] = [
    ("web", LogSource(groups: ["mastodon"], journal: ["--unit=mastodon-web.service"])),
    ("sidekiq", LogSource(groups: ["mastodon"], journal: ["--unit=mastodon-sidekiq@*"])),
    ("streaming", LogSource(groups: ["mastodon"], journal: ["--unit=mastodon-streaming@*"])),
    ("nginx", LogSource(groups: ["edge", "mastodon"], files: "/var/log/nginx/error.log /var/log/nginx/access.log")),
    ("postgres", LogSource(groups: ["mastodon"], files: "/var/log/postgresql/*.log")),
    (
      "backup",
      LogSource(
        groups: ["edge", "mastodon"],
        journal: ["backup", "drill", "restore", "alarm"].map { "--identifier=provision-\($0)" })
    ),
  ]

  /// Everything of the application.
  static let application = LogSource(groups: ["mastodon"], journal: ["--unit=mastodon-*"])

  /// The command that prints the last lines, and goes on until its input ends where `follows`.
  func words(lines: Int, follows: Bool) -> [String] {
    ["sh", "-c", Self.script, "sh", follows ? "yes" : "no", String(lines), files] + journal
  }

  /// Where the connection is cut, the input ends: nothing is left running on the host.
  private static let script = """
    follow=$1 lines=$2 files=$3
    shift 3
    journal= tail=
    if [ "$follow" = yes ]; then journal=--follow tail=-F; fi
    exec 3<&0
    if [ -n "$files" ]; then
      tail -q -n "$lines" $tail $files 3<&- &
    else
      journalctl --no-pager --quiet --output=short-iso -n "$lines" $journal "$@" 3<&- &
    fi
    reader=$!
    if [ "$follow" = yes ]; then
      { cat <&3; kill -KILL $reader; } >/dev/null 2>&1 &
    fi
    wait $reader
    """
}
