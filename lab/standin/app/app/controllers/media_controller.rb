class MediaController < ApplicationController
  before_action :require_user

  def create
    upload = params.require(:file)
    attachment = MediaAttachment.create!(account: current_user.account, file_name: File.basename(upload.original_filename))
    MediaStore.current.put(attachment.key, upload.read, upload.content_type, MediaStore::PUBLIC)
    render json: { id: attachment.id.to_s, url: attachment.url }
  end

  # A user's archive lies in the same bucket, but is not for everybody.
  def archive
    key = "backups/dumps/#{current_user.id}/archive.zip"
    MediaStore.current.put(key, 'archive', 'application/zip', MediaStore::PRIVATE)
    render json: { key: key }
  end
end
