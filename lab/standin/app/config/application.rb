require_relative 'boot'
require 'rails'
require 'active_record/railtie'
require 'action_controller/railtie'
Bundler.require(*Rails.groups)
Dotenv.load('.env.production') if Rails.env.production?
require_relative '../lib/mastodon/version'

module Mastodon
  class Application < Rails::Application
    config.load_defaults 7.2
    config.api_only = true
    config.eager_load = true
    config.secret_key_base = ENV.fetch('SECRET_KEY_BASE') { ENV.key?('SECRET_KEY_BASE_DUMMY') ? 'dummy' * 26 : nil }
    config.logger = ActiveSupport::Logger.new($stdout)
    config.log_level = ENV.fetch('RAILS_LOG_LEVEL', 'info').to_sym
    config.active_record.dump_schema_after_migration = false

    # Post-deployment migrations run only after the new code does.
    config.paths['db/migrate'] << 'db/post_migrate' unless ENV['SKIP_POST_DEPLOYMENT_MIGRATIONS']

    web = ENV['WEB_DOMAIN'] || ENV.fetch('LOCAL_DOMAIN', 'localhost')
    config.x.local_domain = ENV.fetch('LOCAL_DOMAIN', 'localhost')
    config.x.web_domain = web
    config.hosts = [config.x.local_domain, web, *ENV.fetch('ALTERNATE_DOMAINS', '').split(/\s*,\s*/)]
    config.host_authorization = { exclude: ->(request) { request.path == '/health' } }
    config.force_ssl = true
    config.ssl_options = { redirect: { exclude: ->(request) { request.path.start_with?('/health') } } }

    keys = %w[PRIMARY_KEY DETERMINISTIC_KEY KEY_DERIVATION_SALT].to_h do |name|
      value = ENV["ACTIVE_RECORD_ENCRYPTION_#{name}"].to_s
      value = 'dummy' if value.empty? && ENV.key?('SECRET_KEY_BASE_DUMMY')
      abort "ACTIVE_RECORD_ENCRYPTION_#{name} is missing" if value.empty?
      [name.downcase.to_sym, value]
    end
    keys.each { |name, value| config.active_record.encryption.public_send(:"#{name}=", value) }
  end
end
