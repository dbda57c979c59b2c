/// The keywords of plays, blocks and tasks, by Ansible's names.
package enum Keyword: String, Sendable, CaseIterable {
  // Inheritable: the nearest value wins.
  case become, becomeUser = "become_user", becomeMethod = "become_method", becomeFlags = "become_flags"
  case becomeExe = "become_exe"
  case connection, port, remoteUser = "remote_user"
  case noLog = "no_log", checkMode = "check_mode", diff
  case ignoreErrors = "ignore_errors", ignoreUnreachable = "ignore_unreachable"
  case anyErrorsFatal = "any_errors_fatal", runOnce = "run_once", throttle, timeout, debugger
  case delegateTo = "delegate_to", delegateFacts = "delegate_facts", notify, collections
  // Inheritable: collected along the chain.
  case when, environment, moduleDefaults = "module_defaults", tags, vars
  // A task's own.
  case name, action, localAction = "local_action", args, async, poll, register, until, retries, delay
  case loop, loopControl = "loop_control", changedWhen = "changed_when", failedWhen = "failed_when", listen
  // A block's own.
  case block, rescue, always
  // A play's own.
  case hosts, gatherFacts = "gather_facts", gatherSubset = "gather_subset", gatherTimeout = "gather_timeout"
  case factPath = "fact_path", varsFiles = "vars_files", varsPrompt = "vars_prompt", roles, handlers
  case preTasks = "pre_tasks", tasks, postTasks = "post_tasks", forceHandlers = "force_handlers"
  case maxFailPercentage = "max_fail_percentage", serial, strategy, order, user
  case validateArgspec = "validate_argspec"
}
