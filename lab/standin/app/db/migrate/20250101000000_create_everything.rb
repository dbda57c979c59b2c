class CreateEverything < ActiveRecord::Migration[7.2]
  def change
    create_table :accounts do |t|
      t.string :username, null: false
      t.string :domain
      t.string :uri, null: false, default: ''
      t.text :private_key
      t.text :public_key, null: false, default: ''
      t.timestamps
      t.index "lower(username), COALESCE(lower(domain), '')", unique: true, name: 'index_accounts_on_username_and_domain_lower'
    end
    create_table :users do |t|
      t.references :account, null: false, foreign_key: true
      t.string :email, null: false, index: { unique: true }
      t.string :encrypted_password, :password_salt, null: false
      t.string :access_token, null: false, index: { unique: true }
      t.string :role
      t.text :otp_secret
      t.timestamps
    end
    create_table :statuses do |t|
      t.references :account, null: false, foreign_key: true
      t.text :text, null: false
      t.timestamps
    end
    create_table :media_attachments do |t|
      t.references :account, null: false, foreign_key: true
      t.string :file_name, null: false
      t.timestamps
    end
    create_table :settings do |t|
      t.string :var, null: false, index: { unique: true }
      t.text :value
      t.timestamps
    end
  end
end
