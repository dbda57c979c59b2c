namespace :db do
  desc 'Refuse to migrate what cannot be migrated'
  task pre_migration_check: :environment do
    version = ActiveRecord::Base.connection.select_value('SHOW server_version_num').to_i
    abort 'This version of Mastodon requires PostgreSQL 14 or newer' if version < 140_000
  end
  task migrate: :pre_migration_check
end
