class PagesController < ApplicationController
  def home
    response.headers['Content-Security-Policy'] =
      "default-src 'none'; img-src 'self' https://#{ENV['S3_ALIAS_HOST']}"
    render html: "<!doctype html><title>#{Rails.configuration.x.local_domain}</title>".html_safe
  end
end
