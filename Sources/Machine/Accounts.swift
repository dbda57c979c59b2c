/// Users and groups of the host.
package protocol Accounts: AnyObject {
  /// For who may create it: nil in a plan unless a planned package of such a name may bring it.
  func user(named name: String) throws -> UserRecord?
  func user(id: UInt32) throws -> UserRecord?
  func group(named name: String) throws -> GroupRecord?
  func group(id: UInt32) throws -> GroupRecord?
  /// For who needs it: a plan throws `Unknown` where any planned package may bring it.
  func requiredUser(named name: String) throws -> UserRecord?
  func requiredGroup(named name: String) throws -> GroupRecord?
  /// Names of all groups that list the user, besides the primary one.
  func groups(of user: String) throws -> [String]
  /// The encrypted password (shadow) of a user; nil where there is none or it is not readable.
  func passwordHash(of user: String) throws -> String?

  /// Runs the tool (useradd, usermod, …) and, in a plan, applies `effect` to the overlay instead
  /// and answers status 0.
  func change(_ command: Invocation, effect: AccountEffect) throws -> CommandResult
}

extension Accounts {
  package func requiredUser(named name: String) throws -> UserRecord? { try user(named: name) }
  package func requiredGroup(named name: String) throws -> GroupRecord? { try group(named: name) }
}

package enum AccountEffect: Sendable {
  /// Groups nil: those it has. `makesHome`: the home folder comes with it.
  case putUser(UserRecord, groups: [String]?, passwordHash: String?, makesHome: Bool)
  case removeUser(String)
  case putGroup(GroupRecord)
  case removeGroup(String)
}

package struct UserRecord: Sendable, Hashable {
  package var name: String
  package var uid: UInt32
  package var gid: UInt32
  package var comment: String
  package var home: String
  package var shell: String
  package init(
    name: String, uid: UInt32, gid: UInt32, comment: String = "", home: String, shell: String
  ) {
    self.name = name
    self.uid = uid
    self.gid = gid
    self.comment = comment
    self.home = home
    self.shell = shell
  }
}

package struct GroupRecord: Sendable, Hashable {
  package var name: String
  package var gid: UInt32
  package var members: [String]
  package init(name: String, gid: UInt32, members: [String] = []) {
    self.name = name
    self.gid = gid
    self.members = members
  }
}
