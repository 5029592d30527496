"""auditkit: whose voices do you learn from?"""
