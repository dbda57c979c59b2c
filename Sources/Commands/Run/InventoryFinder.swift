import Engine
import Foundation

/// Finds a verb's inventory: the one named, that of `ansible.cfg`, ./inventory.txt, or the only one in ./inventory.
struct InventoryFinder {
  let settings: Settings
  /// The folder of the project.
  var folder = "."

  func inventories(named: String?, options: [String]) throws -> [String] {
    if let named, !options.isEmpty {
      throw RunFailure("the inventory is named twice: '\(named)' and -i '\(options[0])'", exitCode: ExitStatus.failed.rawValue)
    }
    if let named { return [try existing(named)] }
    if !options.isEmpty { return options }
    let configured = settings.list("defaults.inventory", "ANSIBLE_INVENTORY", separator: ",")
    return configured.isEmpty ? [try standard()] : configured
  }

  private func existing(_ name: String) throws -> String {
    guard !name.contains(","), access(name, R_OK) != 0 else { return name }
    throw RunFailure(
      "the inventory '\(name)' cannot be read: \(String(cString: strerror(errno)).lowercased())",
      hint: "name a file, a folder or a list of hosts such as web1,", exitCode: ExitStatus.unreachable.rawValue)
  }

  private func standard() throws -> String {
    let here = folder == "." ? "" : folder + "/"
    if access(here + "inventory.txt", R_OK) == 0 { return here + "inventory.txt" }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: here + "inventory")) ?? []
    let found = names.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".ini") }.sorted()
    if found.count == 1 { return here + "inventory/" + found[0] }
    throw RunFailure(
      found.isEmpty ? "no inventory is named" : "no inventory is named, and there are several: \(found.joined(separator: ", "))",
      hint: "name it after the verb, or make one with provision init", exitCode: ExitStatus.failed.rawValue)
  }
}
