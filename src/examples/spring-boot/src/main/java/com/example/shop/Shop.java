package com.example.shop;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with a Camel of its own: it greets whoever puts a file into {@code orders}. Darkroom works beside it. */
@SpringBootApplication
public class Shop {

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    /** A route of the application's own. What it says about errors holds for its own routes only. */
    @Bean
    RouteBuilder orders() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("log:failed-order").maximumRedeliveries(3));
                from("file:orders").routeId("shop-orders")
                        .log("{{shop.greeting}}: ${header.CamelFileName}");
            }
        };
    }
}
