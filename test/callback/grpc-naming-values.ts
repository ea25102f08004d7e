/**
 * What packages write into etcd to say where an instance is. The first two were read from an etcd after the package had
 * registered an instance by its own code; the third was put together from the package's source.
 */
export const REGISTERED = [
  {
    service: 'orders.official',
    // go.etcd.io/etcd/client/v3 v3.7.3, naming/endpoints: Manager.AddEndpoint
    key: 'orders.official/10.0.0.1:9000',
    value: '{"Op":0,"Addr":"10.0.0.1:9000","Metadata":{"zone":"a"}}',
    address: '10.0.0.1:9000',
  },
  {
    service: 'orders.gozero',
    // github.com/zeromicro/go-zero v1.7.6, core/discov: Publisher.KeepAlive
    key: 'orders.gozero/2324035670834375174',
    value: '10.0.0.2:9000',
    address: '10.0.0.2:9000',
  },
  {
    service: 'orders.kratos',
    // github.com/go-kratos/kratos at 16c2f395, contrib/registry/etcd/registry.go: registerKey, and the JSON of
    // registry.ServiceInstance
    key: '/microservices/orders.kratos/instance-1',
    value:
      '{"id":"instance-1","name":"orders.kratos","version":"v1.0.0","metadata":{"zone":"a"},"endpoints":["http://10.0.0.3:8000?isSecure=false","grpc://10.0.0.3:9000?isSecure=false"]}',
    address: '10.0.0.3:9000',
  },
  {
    service: 'orders.crony',
    key: '/crony/v1/services/orders.crony/instance-1',
    value: '{"address":"10.0.0.4:9000"}',
    address: '10.0.0.4:9000',
  },
] as const;
