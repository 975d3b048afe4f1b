package org.tierlab.command.kit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.tierlab.sim.plugin.PluginKind;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads what a component description of Declarative Services offers. */
final class ComponentFile {

  private static final String NAME = "tierlab.name";

  private ComponentFile() {}

  /**
   * Reads a description.
   *
   * @param xml the file
   * @return the plug-ins among its services
   * @throws IOException if it is no such file
   */
  static List<OfferedPlugin> read(InputStream xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return offered(factory.newDocumentBuilder().parse(xml).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("a component description cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<OfferedPlugin> offered(Element component) {
    String scope = attribute(component, "service", "scope");
    String implementation = attribute(component, "implementation", "class");
    List<OfferedPlugin> offered = new ArrayList<>();
    for (Element provide : elements(component, "provide")) {
      for (PluginKind kind : PluginKind.values()) {
        if (kind.service().getName().equals(provide.getAttribute("interface"))) {
          offered.add(new OfferedPlugin(kind, name(component), implementation, scope));
        }
      }
    }
    return offered;
  }

  private static String name(Element component) {
    for (Element property : elements(component, "property")) {
      if (property.getAttribute("name").equals(NAME)) {
        return property.getAttribute("value");
      }
    }
    return "";
  }

  private static String attribute(Element component, String element, String attribute) {
    List<Element> found = elements(component, element);
    return found.isEmpty() ? "" : found.get(0).getAttribute(attribute);
  }

  private static List<Element> elements(Element parent, String name) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
