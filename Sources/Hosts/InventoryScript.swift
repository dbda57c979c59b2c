import Glibc
import Secrets
import Values
import YAML

/// An executable that prints an inventory as JSON.
struct InventoryScript {
  private let path: String
  private let place: Location

  init(_ path: String) {
    self.path = path.contains("/") ? path : "./" + path
    place = Location(file: path)
  }

  /// Whether a file is to be run instead of read.
  static func isScript(_ path: String, _ bytes: [UInt8]) throws(InventoryError) -> Bool {
    let isExecutable = access(path, X_OK) == 0
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return isExecutable }
    guard bytes.starts(with: [0x23, 0x21]) else { return false }
    if !isExecutable { throw .notExecutable(path) }
    return true
  }

  func load(into builder: inout InventoryBuilder) throws {
    guard let groups = try output(of: ["--list"]).map else {
      throw InventoryError.badScriptOutput(path, "expected a JSON object")
    }
    var hosts: [String] = []
    for (key, data) in groups where key != "_meta" {
      try add(group: (try? key.text) ?? "", data, to: &builder, &hosts)
    }
    let known = groups["_meta"]?.map?["hostvars"]?.map
    for host in hosts {
      let vars = try known.map { $0[host] ?? [:] } ?? output(of: ["--host", host])
      try set(vars, of: host, &builder)
    }
  }

  private func add(
    group: String, _ data: Value, to builder: inout InventoryBuilder, _ hosts: inout [String]
  ) throws {
    builder.add(group: group, at: place)
    let map = try sections(of: data, group)
    for host in try names(map["hosts"], in: group, "hosts") {
      builder.add(host: host, to: group)
      hosts.append(host)
    }
    for (key, value) in try vars(map["vars"], of: group) {
      try builder.set(
        key.text, to: value.fromScript(place, builder.decrypt), ofGroup: group, at: place)
    }
    for child in try names(map["children"], in: group, "children") {
      builder.add(group: child, at: place)
      try builder.add(child: child, to: group, at: place)
    }
  }

  /// Old scripts give a list of hosts, or the variables of a host with the group's name.
  private func sections(of data: Value, _ group: String) throws -> ValueMap {
    switch data {
    case .list: return ["hosts": data]
    case .map(let map):
      if ["hosts", "vars", "children"].contains(where: { map.contains($0) }) || map.isEmpty {
        return map
      }
      return ["hosts": .list([.string(group)]), "vars": data]
    default: throw InventoryError.badScriptOutput(path, "group \"\(group)\" is a \(data.typeName)")
    }
  }

  private func names(_ value: Value?, in group: String, _ section: String) throws -> [String] {
    guard let value else { return [] }
    guard let names = value.list?.map(\.string), names.allSatisfy({ $0 != nil }) else {
      throw InventoryError.badScriptOutput(
        path, "\"\(section)\" of group \"\(group)\" is no list of names")
    }
    return names.compactMap { $0 }
  }

  private func vars(_ value: Value?, of name: String) throws -> ValueMap {
    guard let value else { return [:] }
    guard let map = value.map else {
      throw InventoryError.badScriptOutput(path, "the variables of \"\(name)\" are no object")
    }
    return map
  }

  private func set(_ value: Value, of host: String, _ builder: inout InventoryBuilder) throws {
    for (key, value) in try vars(value, of: host) {
      try builder.set(key.text, to: value.fromScript(place, builder.decrypt), ofHost: host)
    }
  }

  private func output(of arguments: [String]) throws -> Value {
    let words = arguments.joined(separator: " ")
    let result: Script.Result
    do throws(SecretError) {
      result = try Script(path).run(arguments)
    } catch {
      throw InventoryError.scriptFailed(path, argument: words, reason: error.message)
    }
    guard result.status == 0 else {
      let said = String(decoding: result.errorOutput, as: UTF8.self).trimmed
      throw InventoryError.scriptFailed(
        path, argument: words,
        reason: "exit status \(result.status)" + (said.isEmpty ? "" : ", " + said))
    }
    if result.output.allSatisfy({ $0 == 32 || $0 == 10 }) { return [:] }
    do throws(JSONError) {
      return try JSONParser.parse(result.output)
    } catch {
      throw InventoryError.badScriptOutput(path, error.description)
    }
  }
}

extension Value {
  /// Text of a script may be a template, unless it is wrapped as unsafe; vault envelopes are opened later.
  fileprivate func fromScript(_ place: Location, _ decrypt: Decrypt?) -> Value {
    switch self {
    case .string(let text): return .trusted(text, origin: place)
    case .list(let items): return .list(items.map { $0.fromScript(place, decrypt) })
    case .map(let map):
      if map.count == 1, let text = map["__ansible_unsafe"] { return text }
      if map.count == 1, let envelope = map["__ansible_vault"]?.string {
        return .object(VaultedText(envelope, origin: place, isTrusted: true, decrypt: decrypt))
      }
      return .map(map.mapValues { $0.fromScript(place, decrypt) })
    default: return self
    }
  }
}
