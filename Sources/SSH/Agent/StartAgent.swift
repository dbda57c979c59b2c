extension SSHConnection {
  /// Starts the agent on the far host, after uploading it if the host does not have it. The
  /// channel begins behind the agent's first word.
  package func startAgent(
    _ agent: AgentBinary, privilege: Privilege = .none
  ) async throws -> any ByteChannel {
    let channel = try await privilege.elevated { elevation in
      do {
        return try await self.start(agent, elevation, isFresh: false)
      } catch let error as SSHError where error.isWorthFreshAgent {
        return try await self.start(agent, elevation, isFresh: true)
      }
    }
    report(.agentStarted)
    return channel
  }

  private func start(
    _ agent: AgentBinary, _ elevation: Elevation, isFresh: Bool
  ) async throws -> StreamChannel {
    let bootstrap = Bootstrap(sha256: agent.sha256, elevation: elevation, isFresh: isFresh)
    let channel = try await start(bootstrap.command)
    var start = AgentStart(channel, agent, elevation, place: endpoint.place)
    do {
      try await start.run()
    } catch {
      await channel.close()
      throw error
    }
    if start.uploaded > 0 { report(.agentUploaded(bytes: start.uploaded)) }
    return channel
  }
}

/// The agent as a child of this process, for `connection: local`.
package enum LocalAgent {
  package static func start(
    _ agent: AgentBinary, privilege: Privilege = .none
  ) async throws -> any ByteChannel {
    try await privilege.elevated { elevation in
      let channel = try await LocalChild.start(elevation.words + [agent.path])
      var start = AgentStart(channel, agent, elevation, place: "localhost")
      do {
        try await start.run()
      } catch {
        await channel.close()
        throw error
      }
      return channel
    }
  }
}

extension Privilege {
  /// Tries without a password where none is known yet, and asks only if sudo insists.
  func elevated(
    _ start: @Sendable (Elevation) async throws -> StreamChannel
  ) async throws -> StreamChannel {
    guard case .sudo(let user, let source) = self else {
      return try await start(Elevation(user: nil, password: nil))
    }
    guard Elevation.isPlain(user) else { throw SSHError.badUserName(user) }
    if case .known(let password) = source {
      return try await start(Elevation(user: user, password: password))
    }
    do {
      return try await start(Elevation(user: user, password: nil))
    } catch let error as SSHError where error.isAboutMissingPassword {
      guard case .ask(let ask) = source, let password = await ask() else { throw error }
      return try await start(Elevation(user: user, password: password))
    }
  }
}
