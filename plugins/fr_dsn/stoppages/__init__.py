"""Work stoppages, declared once: to the health insurance, to the insurer, and answered to the employer."""
