# Good in a console, broken in the server: what only the health check after the switch can find.
if defined?(Puma::Server) && !defined?(Rails::Command::RunnerCommand)
  Rails.application.config.to_prepare do
    ApplicationController.before_action { head(:internal_server_error) }
  end
end
