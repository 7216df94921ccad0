#include <catch2/catch.hpp>

#include "report/page.h"

using namespace journeylab;
using Catch::Matchers::Contains;

TEST_CASE("nothing in the results can end the element that they stand in", "[page]") {
  const std::string json = R"({"</script><!--": "<b> & \u2028"})"
                           "\u2028\u2029\xe2\x80\xaa";
  const std::string safe = json_inside_html(json);
  for (const char* markup : {"<", ">", "&", "\u2028", "\u2029"}) {
    CHECK_THAT(safe, !Contains(markup));
  }
  CHECK(safe == R"({"\u003c/script\u003e\u003c!--": "\u003cb\u003e \u0026 \u2028"})"
                "\\u2028\\u2029\xe2\x80\xaa");
}

TEST_CASE("text that is no markup stays as it is", "[page]") {
  CHECK(json_inside_html(R"({"ευχαριστώ": [1.5, "árvíz", "شكرا"]})") ==
        R"({"ευχαριστώ": [1.5, "árvíz", "شكرا"]})");
  CHECK(json_inside_html("").empty());
  CHECK(html_text("a < b & c > d") == "a &lt; b &amp; c &gt; d");
}

TEST_CASE("a page holds its title and its results once", "[page]") {
  if (!page_is_built()) return;
  const std::string page = write_page("<title> of \"it\"", R"({"a":"</script>"})");
  CHECK_THAT(page, Catch::StartsWith("<!doctype html>"));
  CHECK_THAT(page, Contains("<title>&lt;title&gt; of \"it\"</title>"));
  CHECK_THAT(page, Contains(R"(id="answer-data">{"a":"\u003c/script\u003e"}</script>)"));
  CHECK_THAT(page, !Contains("{{"));
  CHECK_THAT(page, !Contains("src=\"http") && !Contains("href=\"http") && !Contains("@import"));
}
