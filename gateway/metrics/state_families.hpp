#pragma once
/// \file
/// What is true at the moment of a scrape, as metrics. Within the folder.

#include "gateway/metrics/prometheus_meter.hpp"

#include <vector>

namespace prometheus {
struct MetricFamily;
}  // namespace prometheus

namespace loa {

std::vector<prometheus::MetricFamily> state_families(const metrics_now& now);

}  // namespace loa
