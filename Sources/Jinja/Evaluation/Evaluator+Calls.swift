import Values

extension Evaluator {
  func call(_ callee: Expression, _ arguments: Arguments, _ node: Expression, _ frame: Frame) throws
    -> Value
  {
    try step()
    currentOrigin = frame.template.source.origin
    if case .attribute(let base, let name) = callee.kind {
      if Methods.mutating.contains(name), let path = try path(to: base, frame),
        let result = try mutate(path, name, arguments, frame)
      {
        return result
      }
      let target = try evaluate(base, frame)
      if !name.hasPrefix("__"), Methods.has(name, target) {
        return try invoke(try evaluate(arguments, frame)) {
          try Methods.call(name, on: try resolve(target), $0, self)
        }
      }
      return try call(
        try attribute(name, of: target, callee, frame), try evaluate(arguments, frame))
    }
    return try call(try evaluate(callee, frame), try evaluate(arguments, frame))
  }

  /// Calls what behaves like a function.
  func call(_ callee: Value, _ arguments: CallArguments) throws -> Value {
    switch callee {
    case .undefined(let undefined): throw error(for: undefined)
    case .object(let object):
      if let macro = object as? Macro { return try call(macro, arguments) }
      if let function = object as? Function {
        if function.isLazy { return try function.body(arguments, self) }
        return try invoke(arguments) { try function.body($0, self) }
      }
      if let method = object as? BoundMethod {
        return try invoke(arguments) {
          try Methods.call(method.name, on: try resolve(method.target), $0, self)
        }
      }
      return try invoke(arguments) { try object.call($0) }
    default: throw ValueError("'\(callee.typeName)' object is not callable")
    }
  }

  /// An undefined argument makes the result undefined, as in Ansible.
  private func invoke(_ arguments: CallArguments, _ body: (CallArguments) throws -> Value) throws
    -> Value
  {
    if let missing = arguments.firstUndefined { return missing }
    return try body(try resolve(arguments))
  }
}

// MARK: - Changing containers in place

extension Evaluator {
  /// The variable and keys an expression such as `a.b['c']` names; nil where it is computed.
  func path(to node: Expression, _ frame: Frame) throws -> Path? {
    switch node.kind {
    case .name(let name): return Path(root: name, frame)
    case .attribute(let base, let name):
      return try path(to: base, frame)?.adding(.string(name))
    case .item(let base, let key):
      return try path(to: base, frame)?.adding(try resolve(try defined(key, frame)))
    default: return nil
    }
  }

  /// Calls a mutating method where the container is stored; nil where there is none there.
  private func mutate(_ path: Path, _ method: String, _ arguments: Arguments, _ frame: Frame) throws
    -> Value?
  {
    let call = try evaluate(arguments, frame)
    if let missing = call.firstUndefined { return missing }
    let resolved = try resolve(call)
    return try update(path, frame) { container -> Value? in
      container = try self.force(container)
      guard Methods.has(method, container) else { return nil }
      return try Methods.mutate(&container, method, resolved, self)
    }
  }

  /// Changes the value at a path, and where the root is an alias also what it stands for.
  private func update(_ path: Path, _ frame: Frame, _ change: (inout Value) throws -> Value?) throws
    -> Value?
  {
    if let owner = frame.owner(of: path.root) {
      var after: Value?
      let result = try owner.update(path.root) { root -> Value? in
        let result = try descend(&root, path.keys[...], change)
        after = root
        return result
      }
      if let target = owner.alias(of: path.root), target.isCurrent(in: owner), let after,
        result.flatMap({ $0 }) != nil
      {
        _ = try update(target, owner) { place in
          place = after
          return .null
        }
      }
      return result.flatMap { $0 }
    }
    if frame.context.isIsolated { return nil }
    return try update(variable: path.root) { try descend(&$0, path.keys[...], change) }.flatMap {
      $0
    }
  }

  private func descend(
    _ value: inout Value, _ keys: ArraySlice<Value>, _ change: (inout Value) throws -> Value?
  ) throws -> Value? {
    guard let key = keys.first else { return try change(&value) }
    value = try force(value)
    if case .map(var map) = value {
      value = .null
      defer { value = .map(map) }
      guard var inner = map[key] else { return nil }
      map[key] = .null
      defer { map[key] = inner }
      return try descend(&inner, keys.dropFirst(), change)
    }
    if case .list(var items) = value {
      value = .null
      defer { value = .list(items) }
      guard case .int(let number) = key,
        let index = Optional(number < 0 ? number + items.count : number),
        items.indices.contains(index)
      else { return nil }
      return try descend(&items[index], keys.dropFirst(), change)
    }
    guard case .object(let object) = value, let namespace = object as? Namespace,
      case .string(let name) = key
    else { return nil }
    return try namespace.update(name) { try descend(&$0, keys.dropFirst(), change) }.flatMap { $0 }
  }
}
