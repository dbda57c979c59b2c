import Foundation
import Testing

@testable import Commands

@Suite struct SettingsTests {
  private func settings(_ text: String, _ environment: [String: String] = [:]) throws -> Settings {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("ansible-\(UUID().uuidString).cfg")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return Settings(environment: environment.merging(["ANSIBLE_CONFIG": file.path]) { $1 })
  }

  static let file = """
    # a comment
    [defaults]
    inventory = hosts.ini
    forks=20
    host_key_checking: no
    roles_path = a:b ; more
    remote_user =

    [privilege_escalation]
    become = True
    """

  @Test func `reads keys by their section`() throws {
    let settings = try settings(Self.file)
    #expect(settings.text("defaults.inventory", "ANSIBLE_INVENTORY") == "hosts.ini")
    #expect(settings.text("defaults.forks", "ANSIBLE_FORKS") == "20")
    #expect(settings.bool("defaults.host_key_checking", "ANSIBLE_HOST_KEY_CHECKING") == false)
    #expect(settings.bool("privilege_escalation.become", "ANSIBLE_BECOME") == true)
    #expect(settings.text("defaults.become", "ANSIBLE_X") == nil)
  }

  @Test func `lists are split and comments cut off`() throws {
    #expect(try settings(Self.file).list("defaults.roles_path", "ANSIBLE_ROLES_PATH", separator: ":") == ["a", "b"])
  }

  @Test func `the environment beats the file`() throws {
    let settings = try settings(Self.file, ["ANSIBLE_FORKS": "7", "ANSIBLE_INVENTORY": ""])
    #expect(settings.text("defaults.forks", "ANSIBLE_FORKS") == "7")
    #expect(settings.text("defaults.inventory", "ANSIBLE_INVENTORY") == "hosts.ini")
  }
}
