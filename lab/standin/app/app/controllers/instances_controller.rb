class InstancesController < ApplicationController
  def show
    render json: { domain: Rails.configuration.x.local_domain, version: Mastodon::VERSION,
                   usage: { users: { active_month: Account.where(domain: nil).count } },
                   configuration: { urls: { streaming: "wss://#{Rails.configuration.x.web_domain}" } },
                   registrations: { enabled: Setting['registrations_mode'] == 'open' } }
  end

  def emojis = render(json: [])

  # What the application sees of a request that came through both proxies.
  def echo
    render json: { ip: request.remote_ip, scheme: request.scheme, host: request.host,
                   client_ip: request.headers['Client-Ip'] }
  end
end
