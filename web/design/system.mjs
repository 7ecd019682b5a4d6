// The scripts of the two design systems that pages use, bundled into web/static/design-system.js by tools/assets.sh.
// Every page works without them: they add the folding menu, focus on the error summary and sorting by column.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs, createAll
} from 'govuk-frontend'
import { Alert, ButtonMenu, SortableTable } from '@ministryofjustice/frontend'

const components = [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs,
  Alert, ButtonMenu, SortableTable
]
components.forEach((component) => createAll(component))
