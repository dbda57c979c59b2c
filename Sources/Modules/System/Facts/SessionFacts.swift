import Machine
import Values

/// The acting user.
enum UserFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let user = host.machine.acting.record
    facts["user_id"] = .string(user.name)
    facts["user_uid"] = .int(Int(user.uid))
    facts["user_gid"] = .int(Int(user.gid))
    facts["user_gecos"] = .string(user.comment)
    facts["user_dir"] = .string(user.home)
    facts["user_shell"] = .string(user.shell)
    for kind in ["real", "effective"] {
      facts["\(kind)_user_id"] = .int(Int(user.uid))
      facts["\(kind)_group_id"] = .int(Int(user.gid))
    }
  }
}

/// The environment that programs of this run get.
enum EnvironmentFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let user = host.machine.acting.record
    let own = [("HOME", user.home), ("USER", user.name), ("LOGNAME", user.name), ("SHELL", user.shell)]
    var environment = ValueMap()
    for (name, value) in StandardEnvironment.inherited + own + host.request.environment { environment[name] = .string(value) }
    facts["env"] = .map(environment)
  }
}

/// The host's clock.
enum TimeFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let moment = host.machine.now()
    let local = LocalTime(moment)
    let utc = UTC(moment)
    let epoch = String(moment / 1_000_000_000)
    facts["date_time"] = [
      "year": .string(local.format("%Y")), "month": .string(local.format("%m")), "weekday": .string(local.format("%A")),
      "weekday_number": .string(local.format("%w")), "weeknumber": .string(local.format("%W")),
      "day": .string(local.format("%d")), "hour": .string(local.format("%H")), "minute": .string(local.format("%M")),
      "second": .string(local.format("%S")), "epoch": .string(epoch), "epoch_int": .string(epoch),
      "date": .string(local.format("%Y-%m-%d")), "time": .string(local.format("%H:%M:%S")),
      "iso8601_micro": .string(utc.format("%Y-%m-%dT%H:%M:%S") + "." + LocalTime.padded(local.microseconds, 6) + "Z"),
      "iso8601": .string(utc.format("%Y-%m-%dT%H:%M:%SZ")),
      "iso8601_basic": .string(local.format("%Y%m%dT%H%M%S") + LocalTime.padded(local.microseconds, 6)),
      "iso8601_basic_short": .string(local.format("%Y%m%dT%H%M%S")),
      "tz": .string(local.format("%Z")), "tz_dst": .string(local.format("%Z")),
      "tz_offset": .string(local.format("%z")),
    ]
    facts["uptime_seconds"] = (host.text("/proc/uptime") ?? "").words.first.flatMap(Double.init).map { .int(Int($0)) }
  }
}

/// The kernel's command line.
enum CommandLineFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    var single = ValueMap()
    var every = ValueMap()
    for word in (host.text("/proc/cmdline") ?? "").words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let value: Value = parts.count > 1 ? .string(parts[1]) : true
      single[parts[0]] = value
      switch every[parts[0]] {
      case nil: every[parts[0]] = value
      case .list(let values)?: every[parts[0]] = .list(values + [value])
      case let first?: every[parts[0]] = .list([first, value])
      }
    }
    facts["cmdline"] = .map(single)
    facts["proc_cmdline"] = .map(every)
  }
}

/// resolv.conf.
enum NameServerFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    var dns = ValueMap()
    var servers: [Value] = []
    for line in host.lines("/etc/resolv.conf") where !line.hasPrefix("#") && !line.hasPrefix(";") {
      let words = line.words
      switch words.first {
      case "nameserver": servers += words.dropFirst().map { .string($0) }
      case "domain": dns["domain"] = words.dropFirst().first.map { .string($0) }
      case "search", "sortlist": dns[words[0]] = .list(words.dropFirst().map { .string($0) })
      case "options": dns["options"] = .map(options(words.dropFirst()))
      default: break
      }
    }
    if !servers.isEmpty { dns["nameservers"] = .list(servers) }
    facts["dns"] = .map(dns)
  }

  private static func options(_ words: some Sequence<String>) -> ValueMap {
    ValueMap(
      words.map { word in
        let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
        return (.string(parts.first ?? word), parts.count > 1 ? .string(parts[1]) : true)
      })
  }
}
