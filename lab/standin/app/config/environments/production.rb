Rails.application.configure { config.enable_reloading = false }
