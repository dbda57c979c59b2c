Account.find_by(id: -99) || Account.create!(id: -99, username: Rails.configuration.x.local_domain)
Setting['registrations_mode'] ||= 'none'
