Rails.application.config.to_prepare do
  ApplicationController.before_action { head(:internal_server_error) }
end
