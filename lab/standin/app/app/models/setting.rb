# Settings that an administrator changes at run time: Setting.name, Setting.name = value.
class Setting < ApplicationRecord
  class << self
    def [](var) = find_by(var: var.to_s)&.then { |row| YAML.safe_load(row.value) }

    def []=(var, value)
      find_or_initialize_by(var: var.to_s).update!(value: value.to_yaml)
    end

    def method_missing(name, *arguments)
      return super unless name.match?(/\A[a-z_]+_(period|mode|username|email|enabled)=?\z/)

      name.end_with?('=') ? self[name.to_s.delete_suffix('=')] = arguments.first : self[name]
    end

    def respond_to_missing?(name, _all = false) = name.to_s.match?(/\A(media|content|backups)_.*retention_period=?\z/)
  end
end
