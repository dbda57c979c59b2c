extension ModuleExample {
  static let net = #"""
    ## iptables: a rule, a chain or a chain's policy in the running packet filter
    - name: Let visitors in
      ansible.builtin.iptables:
        chain: INPUT
        protocol: tcp
        destination_port: "443"
        jump: ACCEPT
    ## uri: a request is made and its answer returned
    - name: See whether the site is well
      ansible.builtin.uri:
        url: https://toot.example/health
        return_content: true
      register: health
      retries: 10 # until it answers with 200
      until: health.status == 200
    ## wait_for: a port answers or does not, a file is there or is not, a text appears
    - name: Wait for the server
      ansible.builtin.wait_for:
        port: 3000
        timeout: 60
    """#
}
