import Machine
import Values

/// The host's Python, which nothing here runs.
enum PythonFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    var python: ValueMap = [
      "executable": "/usr/bin/python3", "has_sslcontext": true, "type": "cpython", "version": ["major": 3],
    ]
    if let version = version(host) {
      let numbers = version.split(separator: ".").prefix(3).compactMap { Int($0) }.map { Value.int($0) }
      var parts = ValueMap()
      for (name, number) in zip(["major", "minor", "micro"], numbers) { parts[name] = number }
      if numbers.count == 3 {
        parts.merge(["releaselevel": "final", "serial": 0])
        python["version_info"] = .list(numbers + ["final", 0])
      }
      python["version"] = .map(parts)
      facts["python_version"] = .string(version)
    }
    facts["python"] = .map(python)
  }

  /// `3.11.2`: `3.11` is in the name that python3 links to, the rest dpkg knows.
  private static func version(_ host: FactHost) -> String? {
    guard let name = host.link("/usr/bin/python3")?.split(separator: "/").last, name.hasPrefix("python") else {
      return nil
    }
    let short = String(name.dropFirst("python".count))
    for package in ["\(name)-minimal", "lib\(name)-minimal", String(name)] {
      guard let full = (try? host.machine.packages.version(of: package)) ?? nil, full.hasPrefix(short + ".") else {
        continue
      }
      return String(full.prefix { $0 == "." || $0.isNumber })
    }
    return short
  }
}
