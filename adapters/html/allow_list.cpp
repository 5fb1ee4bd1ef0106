#include "adapters/html/allow_list.hpp"

#include "adapters/html/attributes.hpp"

#include <gumbo.h>

namespace loa {
namespace {

/// The allow-list. Old and unusual names are written as their plain equivalents, so that a mail template has
/// few elements to style.
treatment treatment_of(GumboTag tag)
{
    switch (tag) {
        case GUMBO_TAG_P: return {fate::flow, "p"};
        case GUMBO_TAG_H1:  // the title is the only heading of the first level
        case GUMBO_TAG_H2: return {fate::flow, "h2"};
        case GUMBO_TAG_H3: return {fate::flow, "h3"};
        case GUMBO_TAG_H4:
        case GUMBO_TAG_H5:
        case GUMBO_TAG_H6: return {fate::flow, "h4"};
        case GUMBO_TAG_UL:
        case GUMBO_TAG_MENU:
        case GUMBO_TAG_DIR: return {fate::flow, "ul"};
        case GUMBO_TAG_OL: return {fate::flow, "ol"};
        case GUMBO_TAG_LI: return {fate::flow, "li"};
        case GUMBO_TAG_DL: return {fate::flow, "dl"};
        case GUMBO_TAG_DT: return {fate::flow, "dt"};
        case GUMBO_TAG_DD: return {fate::flow, "dd"};
        case GUMBO_TAG_TABLE: return {fate::flow, "table"};
        case GUMBO_TAG_CAPTION: return {fate::flow, "caption"};
        case GUMBO_TAG_THEAD: return {fate::flow, "thead"};
        case GUMBO_TAG_TBODY: return {fate::flow, "tbody"};
        case GUMBO_TAG_TFOOT: return {fate::flow, "tfoot"};
        case GUMBO_TAG_TR: return {fate::flow, "tr"};
        case GUMBO_TAG_TH: return {fate::cell, "th"};
        case GUMBO_TAG_TD: return {fate::cell, "td"};
        case GUMBO_TAG_BLOCKQUOTE: return {fate::flow, "blockquote"};
        case GUMBO_TAG_FIGURE: return {fate::flow, "figure"};
        case GUMBO_TAG_FIGCAPTION: return {fate::flow, "figcaption"};
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_LISTING:
        case GUMBO_TAG_XMP:
        case GUMBO_TAG_PLAINTEXT: return {fate::flow, "pre"};
        case GUMBO_TAG_DIV:
        case GUMBO_TAG_SECTION:
        case GUMBO_TAG_ARTICLE:
        case GUMBO_TAG_MAIN:
        case GUMBO_TAG_HEADER:
        case GUMBO_TAG_FOOTER:
        case GUMBO_TAG_ASIDE:
        case GUMBO_TAG_NAV:
        case GUMBO_TAG_ADDRESS:
        case GUMBO_TAG_CENTER:
        case GUMBO_TAG_DETAILS:
        case GUMBO_TAG_SUMMARY:
        case GUMBO_TAG_FIELDSET:
        case GUMBO_TAG_LEGEND:
        case GUMBO_TAG_HGROUP:
        case GUMBO_TAG_FORM: return {fate::flow, "div"};
        case GUMBO_TAG_STRONG:
        case GUMBO_TAG_B: return {fate::phrase, "strong"};
        case GUMBO_TAG_EM:
        case GUMBO_TAG_I:
        case GUMBO_TAG_CITE:
        case GUMBO_TAG_DFN:
        case GUMBO_TAG_VAR: return {fate::phrase, "em"};
        case GUMBO_TAG_U:
        case GUMBO_TAG_INS: return {fate::phrase, "u"};
        case GUMBO_TAG_S:
        case GUMBO_TAG_STRIKE:
        case GUMBO_TAG_DEL: return {fate::phrase, "s"};
        case GUMBO_TAG_SUB: return {fate::phrase, "sub"};
        case GUMBO_TAG_SUP: return {fate::phrase, "sup"};
        case GUMBO_TAG_SMALL: return {fate::phrase, "small"};
        case GUMBO_TAG_MARK: return {fate::phrase, "mark"};
        case GUMBO_TAG_CODE:
        case GUMBO_TAG_KBD:
        case GUMBO_TAG_SAMP:
        case GUMBO_TAG_TT: return {fate::phrase, "code"};
        case GUMBO_TAG_Q: return {fate::phrase, "q"};
        case GUMBO_TAG_BR: return {fate::line_break, "br"};
        case GUMBO_TAG_HR: return {fate::rule, "hr"};
        case GUMBO_TAG_IMG: return {fate::image, "img"};
        case GUMBO_TAG_A: return {fate::link, "a"};
        case GUMBO_TAG_HEAD:
        case GUMBO_TAG_TITLE:
        case GUMBO_TAG_STYLE:
        case GUMBO_TAG_SCRIPT:
        case GUMBO_TAG_NOSCRIPT:
        case GUMBO_TAG_TEMPLATE:
        case GUMBO_TAG_IFRAME:
        case GUMBO_TAG_FRAMESET:
        case GUMBO_TAG_NOFRAMES:
        case GUMBO_TAG_NOEMBED:
        case GUMBO_TAG_OBJECT:
        case GUMBO_TAG_APPLET:
        case GUMBO_TAG_EMBED:
        case GUMBO_TAG_SVG:
        case GUMBO_TAG_MATH:
        case GUMBO_TAG_CANVAS:
        case GUMBO_TAG_AUDIO:
        case GUMBO_TAG_VIDEO:
        case GUMBO_TAG_SELECT:
        case GUMBO_TAG_DATALIST:
        case GUMBO_TAG_TEXTAREA:
        case GUMBO_TAG_BUTTON: return {fate::drop, {}};
        default: return {};
    }
}

}  // namespace

treatment treatment_of(const GumboInternalNode& node)
{
    const auto& element = node.v.element;
    if (node.type == GUMBO_NODE_TEMPLATE || element.tag_namespace != GUMBO_NAMESPACE_HTML || is_hidden(node))
        return {fate::drop, {}};
    if (element.tag == GUMBO_TAG_UNKNOWN) {
        // Word's "<xml>" islands hold settings. Its other names (o:p, st1:place) hold text.
        GumboStringPiece name = element.original_tag;
        gumbo_tag_from_original_text(&name);
        const std::string_view tag{name.data ? name.data : "", name.length};
        if (tag.size() == 3 && (tag[0] | 0x20) == 'x' && (tag[1] | 0x20) == 'm' && (tag[2] | 0x20) == 'l')
            return {fate::drop, {}};
    }
    return treatment_of(element.tag);
}

}  // namespace loa
