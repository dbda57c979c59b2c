# What other servers ask.
class DiscoveryController < ApplicationController
  before_action :find_account, only: %i[webfinger actor inbox]

  def webfinger
    render json: { subject: "acct:#{@account.username}@#{local}", links: [{ rel: 'self', href: actor_url }] },
           content_type: 'application/jrd+json'
  end

  def host_meta
    render xml: "<XRD><Link rel=\"lrdd\" template=\"https://#{web}/.well-known/webfinger?resource={uri}\"/></XRD>"
  end

  def nodeinfo_index
    render json: { links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: "https://#{web}/nodeinfo/2.0" }] }
  end

  def nodeinfo
    render json: { version: '2.0', software: { name: 'mastodon', version: Mastodon::VERSION },
                   protocols: ['activitypub'], usage: { localPosts: Status.count } }
  end

  def actor
    render json: { id: actor_url, type: 'Person', preferredUsername: @account.username,
                   inbox: "#{actor_url}/inbox", publicKey: { publicKeyPem: @account.public_key } },
           content_type: 'application/activity+json'
  end

  def inbox
    IngressWorker.perform_async(@account.id, request.raw_post)
    head :accepted
  end

  private

  def local = Rails.configuration.x.local_domain
  def web = Rails.configuration.x.web_domain
  def actor_url = "https://#{web}/users/#{@account.username}"

  def find_account
    name = params[:name] || params[:resource].to_s[/\Aacct:([^@]+)@#{Regexp.escape(local)}\z/, 1]
    @account = Account.find_by(username: name, domain: nil) or head(:not_found)
  end
end
