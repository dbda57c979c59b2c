class MediaAttachment < ApplicationRecord
  belongs_to :account

  def key = "media_attachments/files/#{format('%09d', id).scan(/.../).join('/')}/original/#{file_name}"
  def url = "https://#{ENV['S3_ALIAS_HOST'] || Rails.configuration.x.web_domain}#{'/system' unless ENV['S3_ENABLED'] == 'true'}/#{key}"
end
