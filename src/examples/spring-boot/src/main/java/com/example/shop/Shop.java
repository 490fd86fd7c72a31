package com.example.shop;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with its own Camel route, which logs a greeting for each file in {@code orders}. Darkroom runs beside it. */
@SpringBootApplication
public class Shop {

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    /** A route of the application. Its error handling does not apply to Darkroom's routes. */
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
