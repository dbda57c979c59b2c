import Values
import YAML

/// Where something is being read: in which file, and with which surroundings.
struct Scene {
  let loading: Loading
  /// The link of the chain that encloses what is read.
  var context: Context
  var file: String
  /// The playbook file's folder.
  let playFolder: String
  /// The play's `vars_files`, for names that are rendered before the run.
  var varsFiles: [Value] = []
  var isHandlers = false

  var folder: String { file.folder }

  func inside(_ context: Context) -> Scene {
    var scene = self
    scene.context = context
    return scene
  }

  func reading(_ file: String) -> Scene {
    var scene = self
    scene.file = file
    return scene
  }

  func asHandlers() -> Scene {
    var scene = self
    scene.isHandlers = true
    return scene
  }

  func report(_ problem: PlaybookError) { loading.report(problem) }
}
