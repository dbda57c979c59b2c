import Values
import YAML

/// Why an inventory or a host pattern cannot be used.
package struct InventoryError: Error, Sendable, Equatable, CustomStringConvertible {
  package let location: Location?
  package let message: String
  package var hint: String?
  package var excerpt: Excerpt?

  package var description: String {
    var lines = [location.map { "\($0): \(message)" } ?? message]
    if let excerpt { lines.append(excerpt.description) }
    if let hint { lines.append("hint: \(hint)") }
    return lines.joined(separator: "\n")
  }

  private init(_ message: String, at location: Location? = nil, hint: String? = nil) {
    self.message = message
    self.location = location
    self.hint = hint
  }

  func showing(_ source: [UInt8]) -> InventoryError {
    guard let location, excerpt == nil else { return self }
    var error = self
    error.excerpt = Excerpt(of: location, in: source)
    return error
  }
}

/// Something odd in an inventory that does not keep it from being used.
package struct InventoryWarning: Sendable, Equatable, CustomStringConvertible {
  package let location: Location?
  package let message: String

  package init(_ message: String, at location: Location? = nil) {
    self.message = message
    self.location = location
  }

  package var description: String { location.map { "\($0): \(message)" } ?? message }
}

// MARK: - Sources

extension InventoryError {
  static func missing(_ path: String) -> InventoryError {
    InventoryError(
      "no such inventory: \"\(path)\"",
      hint: "give an existing file or folder, or a list of hosts that ends in a comma: -i \(path),")
  }

  static func unreadableFolder(_ path: String, reason: String) -> InventoryError {
    InventoryError("cannot be read: \(reason)", at: Location(file: path))
  }

  static func emptyFolder(_ path: String) -> InventoryError {
    InventoryError("the folder holds no inventory file", at: Location(file: path))
  }

  static func notExecutable(_ path: String) -> InventoryError {
    InventoryError(
      "is a script but not executable", at: Location(file: path), hint: "chmod +x \(path)")
  }

  static func scriptFailed(_ path: String, argument: String, reason: String) -> InventoryError {
    InventoryError(
      "the inventory script failed on \(argument): \(reason)", at: Location(file: path))
  }

  static func badScriptOutput(_ path: String, _ problem: String) -> InventoryError {
    InventoryError(
      "the inventory script printed what is no inventory: \(problem)", at: Location(file: path))
  }
}

// MARK: - Lines of an INI file

extension InventoryError {
  static func notUTF8(at location: Location) -> InventoryError {
    InventoryError(
      "the line is not UTF-8", at: location, hint: "save the file in the encoding UTF-8")
  }

  static func badSection(_ line: String, at location: Location) -> InventoryError {
    InventoryError(
      "\"\(line)\" is no section, expected [group], [group:vars] or [group:children] without spaces",
      at: location)
  }

  static func badSectionKind(_ kind: String, at location: Location) -> InventoryError {
    InventoryError(
      "unknown kind of section \"\(kind)\", expected hosts, vars or children", at: location)
  }

  static func badGroupName(_ line: String, at location: Location) -> InventoryError {
    InventoryError(
      "\"\(line)\" is no name of a group", at: location,
      hint: "one group in each line, without variables")
  }

  static func noAssignment(_ text: String, at location: Location) -> InventoryError {
    InventoryError(
      "\"\(text)\" is no variable, expected name=value", at: location,
      hint: "quote values with spaces: name=\"a b\"")
  }

  static func unclosedQuote(at location: Location) -> InventoryError {
    InventoryError("the quote is never closed", at: location)
  }

  static func danglingEscape(at location: Location) -> InventoryError {
    InventoryError("nothing follows the backslash", at: location)
  }

  static func undeclaredGroup(_ name: String, at location: Location, hint: String?)
    -> InventoryError
  {
    InventoryError(
      "group \"\(name)\" is declared nowhere", at: location, hint: hint ?? "add a section [\(name)]"
    )
  }

  static func cycle(_ groups: [String], at location: Location?) -> InventoryError {
    InventoryError(
      "group \"\(groups[0])\" contains itself: \(groups.joined(separator: " > "))", at: location)
  }
}

// MARK: - Hosts

extension InventoryError {
  static func emptyPort(_ text: String, at location: Location?) -> InventoryError {
    InventoryError("\"\(text)\" ends in a colon, expected a port after it", at: location)
  }

  static func looksLikeYAML(at location: Location?) -> InventoryError {
    InventoryError(
      "--- begins a YAML file, expected an INI inventory", at: location,
      hint: "name the file with .yml")
  }

  static func badRange(_ text: String, _ problem: String, at location: Location?) -> InventoryError
  {
    InventoryError("range \"\(text)\": \(problem)", at: location)
  }

  static func badPriority(_ text: String, of group: String, at location: Location?)
    -> InventoryError
  {
    InventoryError(
      "ansible_group_priority of \"\(group)\" is \"\(text)\", expected a whole number", at: location
    )
  }
}

// MARK: - YAML inventories

extension InventoryError {
  static func notAnInventory(_ node: Node?, file: String) -> InventoryError {
    InventoryError(
      node.map { "found \($0.kindName), expected a mapping of groups" } ?? "the inventory is empty",
      at: node?.location ?? Location(file: file))
  }

  static func pluginFile(at location: Location) -> InventoryError {
    InventoryError(
      "inventory plugins are not supported", at: location,
      hint: "save what \"ansible-inventory --list\" prints, or use a script")
  }

  static func notAMapping(_ node: Node, what: String) -> InventoryError {
    InventoryError("found \(node.kindName), expected \(what)", at: node.location)
  }

  static func nameIsNoString(_ node: Node, what: String) -> InventoryError {
    InventoryError(
      "the name of a \(what) is \(node.kindName), expected a string", at: node.location,
      hint: "quote it")
  }
}

// MARK: - Variables and patterns

extension InventoryError {
  static func badVariableFile(_ node: Node) -> InventoryError {
    InventoryError("found \(node.kindName), expected a mapping of variables", at: node.location)
  }

  static func noMatch(_ pattern: String, near: String?) -> InventoryError {
    InventoryError(
      "no host or group matches \"\(pattern)\"", hint: near.map { "did you mean \"\($0)\"?" })
  }

  static func emptyLimit(_ limit: String) -> InventoryError {
    InventoryError("--limit \"\(limit)\" leaves no host of the inventory")
  }

  static func badPattern(_ pattern: String, _ problem: String) -> InventoryError {
    InventoryError("host pattern \"\(pattern)\": \(problem)")
  }

  static func subscriptOutOfRange(_ pattern: String, count: Int) -> InventoryError {
    InventoryError("host pattern \"\(pattern)\": there are only \(count) hosts")
  }
}
