require 'net/http'

# Where uploaded files go: S3 when S3_ENABLED, else public/system.
module MediaStore
  PUBLIC = 'public-read'
  PRIVATE = 'private'

  def self.current = ENV['S3_ENABLED'] == 'true' ? S3.new : Folder.new

  class Folder
    def put(key, content, _type, _permission)
      path = Rails.public_path.join('system', key)
      path.dirname.mkpath
      path.binwrite(content)
    end
  end

  # Signature version 4 over one PUT; see the S3 documentation, "Authenticating requests".
  class S3
    def put(key, content, type, permission)
      uri = URI("#{endpoint}/#{ENV.fetch('S3_BUCKET')}/#{key}")
      request = Net::HTTP::Put.new(uri, headers(content, type, permission))
      request['Authorization'] = authorization(request, uri)
      request.body = content
      response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https') { |http| http.request(request) }
      raise "S3 answers #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
    end

    private

    def endpoint = ENV['S3_ENDPOINT'] || "https://s3.#{region}.amazonaws.com"
    def region = ENV.fetch('S3_REGION', 'us-east-1')

    def headers(content, type, permission)
      acl = ENV.fetch('S3_PERMISSION', PUBLIC)
      { 'content-type' => type, 'x-amz-content-sha256' => Digest::SHA256.hexdigest(content),
        'x-amz-date' => Time.now.utc.strftime('%Y%m%dT%H%M%SZ') }
        .merge(acl.empty? ? {} : { 'x-amz-acl' => permission })
    end

    def authorization(request, uri)
      names = %w[content-type host x-amz-acl x-amz-content-sha256 x-amz-date].select { |name| name == 'host' || request[name] }
      request['host'] = uri.port == uri.default_port ? uri.host : "#{uri.host}:#{uri.port}"
      canonical = ['PUT', uri.path, '', *names.map { |name| "#{name}:#{request[name]}" }, '',
                   names.join(';'), request['x-amz-content-sha256']].join("\n")
      scope = [request['x-amz-date'][0, 8], region, 's3', 'aws4_request']
      text = ['AWS4-HMAC-SHA256', request['x-amz-date'], scope.join('/'), Digest::SHA256.hexdigest(canonical)].join("\n")
      key = scope.reduce("AWS4#{ENV.fetch('AWS_SECRET_ACCESS_KEY')}") { |secret, part| OpenSSL::HMAC.digest('sha256', secret, part) }
      "AWS4-HMAC-SHA256 Credential=#{ENV.fetch('AWS_ACCESS_KEY_ID')}/#{scope.join('/')}, " \
        "SignedHeaders=#{names.join(';')}, Signature=#{OpenSSL::HMAC.hexdigest('sha256', key, text)}"
    end
  end
end
