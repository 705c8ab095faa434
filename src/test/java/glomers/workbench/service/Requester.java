package glomers.workbench.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glomers.node.Body;
import glomers.node.Message;

/** Somebody who asks a service, for tests: values are JSON, or anything that prints as JSON. */
record Requester(String name, Service service) {

  static Requester of(String name, Service service) {
    return new Requester(name, service);
  }

  /** The reply, as text without its quotes. */
  String ask(String request) {
    ObjectNode reply =
        service.handle(new Message(name, service.name(), JsonText.body(request))).orElseThrow();
    return JsonText.brief(reply);
  }

  String read(String key) {
    return ask("{type: 'read', key: '%s'}".formatted(key));
  }

  /** What a read finds, which must be a whole number; -1 if there is no such key. */
  long number(String key) {
    return send(Body.of("read").put("key", key)).path("value").asLong(-1);
  }

  void write(String key, long value) {
    String reply = send(Body.of("write").put("key", key).put("value", value)).path("type").asText();
    if (!reply.equals("write_ok")) {
      throw new AssertionError("a write was answered with " + reply);
    }
  }

  String swap(String key, Object from, Object to) {
    return ask("{type: 'cas', key: '%s', from: %s, to: %s}".formatted(key, from, to));
  }

  private ObjectNode send(ObjectNode body) {
    return service.handle(new Message(name, service.name(), body)).orElseThrow();
  }
}
